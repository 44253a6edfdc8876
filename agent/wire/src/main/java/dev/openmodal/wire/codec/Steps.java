package dev.openmodal.wire.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words for a step from an object to one inside it. */
final class Steps {
  private static final int LONGEST_KEY = 40;

  private Steps() {}

  /** {@code value of "a"}: never by code of the user. */
  static String valueOf(@Nullable Object key) {
    if (key instanceof String text) {
      String shown =
          text.length() <= LONGEST_KEY ? text : text.substring(0, LONGEST_KEY) + "\u2026";
      return "value of \"" + shown + "\"";
    } else if (key == null
        || key instanceof Enum<?>
        || key instanceof Boolean
        || key instanceof Character
        || (key instanceof Number && JdkTypes.contains(key.getClass()))) {
      return "value of " + (key instanceof Enum<?> e ? e.name() : key);
    }
    return "value of a " + TypeNames.display(key.getClass());
  }

  /**
   * How one object is found in another one that writes itself; null where there is no more to say.
   */
  static @Nullable String inside(Object owner, Object part) {
    try {
      if (owner instanceof Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (entry.getValue() == part) {
            return valueOf(entry.getKey());
          } else if (entry.getKey() == part) {
            return "key";
          }
        }
      } else if (owner instanceof Iterable<?> elements) {
        int at = 0;
        for (Object element : elements) {
          if (element == part) {
            return "element " + at;
          }
          at++;
        }
      }
      for (Class<?> c = owner.getClass(); !JdkTypes.contains(c); c = c.getSuperclass()) {
        for (Field field : c.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())
              && !field.getType().isPrimitive()
              && field.trySetAccessible()
              && field.get(owner) == part) {
            return FieldValues.step(field);
          }
        }
      }
    } catch (RuntimeException | IllegalAccessException e) {
      // the owner's own code failed: say less
    }
    // wrappers of Java such as unmodifiableList are nothing that the user would look into
    return JdkTypes.contains(owner.getClass())
        ? null
        : "inside " + TypeNames.display(owner.getClass());
  }
}
