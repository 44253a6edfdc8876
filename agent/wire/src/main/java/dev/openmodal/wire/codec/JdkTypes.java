package dev.openmodal.wire.codec;

/** Which classes belong to Java itself. */
final class JdkTypes {
  private JdkTypes() {}

  static boolean contains(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
      return true;
    }
    String module = type.getModule().getName();
    return module != null
        && (module.startsWith("java.") || module.startsWith("jdk."))
        && type.getModule().getLayer() == ModuleLayer.boot();
  }

  /** The class inside arrays of arrays. */
  static Class<?> element(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return element;
  }

  /** The nearest superclass, or the class itself, that belongs to Java. */
  static Class<?> jdkAncestor(Class<?> type) {
    Class<?> ancestor = type;
    while (!contains(ancestor)) {
      Class<?> parent = ancestor.getSuperclass();
      if (parent == null) {
        return Object.class;
      }
      ancestor = parent;
    }
    return ancestor;
  }
}
