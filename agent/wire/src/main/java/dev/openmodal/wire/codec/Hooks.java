package dev.openmodal.wire.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
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
      if (replaces(c)
          || (Serializable.class.isAssignableFrom(c)
              && (has(c, "writeObject", ObjectOutputStream.class)
                  || has(c, "readObject", ObjectInputStream.class)
                  || has(c, "readObjectNoData")
                  || hasPersistentFields(c)))) {
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
