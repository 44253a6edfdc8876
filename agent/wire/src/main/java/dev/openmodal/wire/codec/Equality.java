package dev.openmodal.wire.codec;

/** Whether a class says itself what is equal to its objects. */
final class Equality {
  private Equality() {}

  static boolean isDefinedBy(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }

  /** Whether a class says itself how its objects are hashed. */
  static boolean hashes(Class<?> type) {
    try {
      return type.getMethod("hashCode").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }
}
