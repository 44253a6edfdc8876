package dev.openmodal.wire.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Whether a class says itself how it is written or read, by the hooks of Java's serialization. */
final class Hooks {
  private Hooks() {}

  static boolean any(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type)) {
      return false;
    }
    if (Externalizable.class.isAssignableFrom(type)) {
      return true;
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (replaces(c) || (Serializable.class.isAssignableFrom(c) && writesOrReads(c))) {
        return true;
      }
    }
    return false;
  }

  /** Whether another object is written or read in its place: the only hooks that records have. */
  static boolean anyOfRecord(Class<?> type) {
    return Serializable.class.isAssignableFrom(type) && replaces(type);
  }

  /** Whether the object that is read may be of another class, or may stand for another object. */
  static boolean replacesItself(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (has(c, "readResolve") && !has(c, "writeReplace")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The method that answers the object to be used in place of the one read, where that is the only
   * hook of the class; null otherwise.
   */
  static @Nullable Method onlyResolve(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type) || Externalizable.class.isAssignableFrom(type)) {
      return null;
    }
    Method resolve = null;
    for (Class<?> c = type; c != null && !JdkTypes.contains(c); c = c.getSuperclass()) {
      if (has(c, "writeReplace") || writesOrReads(c)) {
        return null;
      }
      if (resolve == null && has(c, "readResolve")) {
        resolve = resolveOf(c, type);
      }
    }
    return resolve;
  }

  private static @Nullable Method resolveOf(Class<?> declaring, Class<?> type) {
    try {
      Method method = declaring.getDeclaredMethod("readResolve");
      boolean isInherited =
          (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
              || ((method.getModifiers() & Modifier.PRIVATE) == 0
                  && declaring.getPackage() == type.getPackage());
      if (method.getReturnType() != Object.class || (declaring != type && !isInherited)) {
        return null;
      }
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException | RuntimeException e) {
      return null;
    }
  }

  private static boolean writesOrReads(Class<?> type) {
    return has(type, "writeObject", ObjectOutputStream.class)
        || has(type, "readObject", ObjectInputStream.class)
        || has(type, "readObjectNoData")
        || hasPersistentFields(type);
  }

  private static boolean replaces(Class<?> type) {
    return has(type, "writeReplace") || has(type, "readResolve");
  }

  private static boolean has(Class<?> type, String method, Class<?>... parameters) {
    try {
      Object unused = type.getDeclaredMethod(method, parameters);
      return true;
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }

  private static boolean hasPersistentFields(Class<?> type) {
    @Nullable Object field;
    try {
      field = type.getDeclaredField("serialPersistentFields");
    } catch (NoSuchFieldException | LinkageError e) {
      field = null;
    }
    return field != null;
  }
}
