package dev.openmodal.wire.codec;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hash codes that an object keeps of its own parts, as the nodes of hashed collections do. Those of
 * enum constants, and of objects without a hash code of their own, are others in each JVM: a
 * collection that travels by its fields would look as it did, and silently find nothing.
 */
final class StoredHashes {
  private static final int MOST_LEVELS = 8;

  private StoredHashes() {}

  /**
   * Lets pass what holds everywhere.
   *
   * @throws Refusal if the object keeps a hash code that holds in this JVM alone
   */
  static void check(FieldPlan plan, Object owner) throws IllegalAccessException {
    for (Field hash : plan.hashes()) {
      int kept = hash.getInt(owner);
      for (Field field : plan.fields()) {
        @Nullable Object part = field.getType().isPrimitive() ? null : field.get(owner);
        if (part != null && isOfThisJvm(part, MOST_LEVELS) && isHashOf(part, kept)) {
          throw Refusal.of(
              owner.getClass(),
              "it keeps the hash code of a "
                  + TypeNames.display(part.getClass())
                  + ", which is another one in each JVM",
              "Use a collection of java.util, or make it inside the lambda.");
        }
      }
    }
  }

  /** As it is, or with its bits spread as java.util.HashMap does. */
  private static boolean isHashOf(Object part, int kept) {
    try {
      int hash = part.hashCode();
      return kept == hash || kept == (hash ^ (hash >>> 16));
    } catch (RuntimeException | StackOverflowError e) {
      return false; // nothing can be said
    }
  }

  /** Whether the hash code of the object depends on which JVM it is in, as far as can be seen. */
  private static boolean isOfThisJvm(@Nullable Object object, int levels) {
    if (object == null || levels == 0) {
      return false;
    } else if (object instanceof Enum<?> || !Equality.hashes(object.getClass())) {
      return true;
    } else if (object instanceof Record) {
      return Arrays.stream(FieldPlan.of(object.getClass()).fields())
          .anyMatch(component -> isOfThisJvm(valueOf(component, object), levels - 1));
    } else if (!JdkTypes.contains(object.getClass())) {
      return false; // its own code decides
    } else if (object instanceof Collection<?> elements) {
      return elements.stream().anyMatch(element -> isOfThisJvm(element, levels - 1));
    } else if (object instanceof Map<?, ?> map) {
      return map.entrySet().stream().anyMatch(entry -> isOfThisJvm(entry, levels - 1));
    } else if (object instanceof Map.Entry<?, ?> entry) {
      return isOfThisJvm(entry.getKey(), levels - 1) || isOfThisJvm(entry.getValue(), levels - 1);
    } else if (object instanceof Optional<?> optional) {
      return isOfThisJvm(optional.orElse(null), levels - 1);
    }
    return false;
  }

  private static @Nullable Object valueOf(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // it was opened
    }
  }

  /** Those of the fields that keep a hash code, by their names. */
  static List<Field> among(List<Field> fields) {
    return fields.stream()
        .filter(f -> f.getType() == int.class && f.getName().matches("(?i).*hash.*"))
        .toList();
  }
}
