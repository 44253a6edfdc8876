package dev.openmodal.bridge;

/** Loads the engine and its libraries from the jars inside the one jar. */
final class NestedJarLoader {
  private NestedJarLoader() {}

  static ClassLoader forEngine() {
    return NestedJarLoader.class.getClassLoader();
  }
}
