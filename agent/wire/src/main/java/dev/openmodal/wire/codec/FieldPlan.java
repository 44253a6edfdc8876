package dev.openmodal.wire.codec;

import java.io.Serializable;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objenesis.instantiator.ObjectInstantiator;
import org.objenesis.strategy.StdInstantiatorStrategy;

/** The fields of one class in the order in which they travel. Kept with the class. */
final class FieldPlan {
  private static final ClassValue<FieldPlan> PLANS =
      new ClassValue<>() {
        @Override
        protected FieldPlan computeValue(Class<?> type) {
          return type.isRecord() ? ofRecord(type) : ofClass(type);
        }
      };

  private final Field[] fields;
  private final Field[] hashes;
  private final @Nullable Constructor<?> canonical;
  private final @Nullable ObjectInstantiator<?> instantiator;
  private final @Nullable Method resolve;
  private final int signature;

  private FieldPlan(
      List<Field> fields,
      @Nullable Constructor<?> canonical,
      @Nullable ObjectInstantiator<?> instantiator,
      @Nullable Method resolve) {
    this.fields = fields.toArray(new Field[0]);
    this.hashes = StoredHashes.among(fields).toArray(new Field[0]);
    this.canonical = canonical;
    this.instantiator = instantiator;
    this.resolve = resolve;
    StringBuilder text = new StringBuilder();
    for (Field field : fields) {
      text.append(field.getName()).append(field.getType().getName()).append(';');
    }
    this.signature = text.toString().hashCode();
  }

  static FieldPlan of(Class<?> type) {
    return PLANS.get(type);
  }

  Field[] fields() {
    return fields;
  }

  /** Those of them that keep a hash code, by their names. */
  Field[] hashes() {
    return hashes;
  }

  /** The method that answers what stands for the object that was read, if there is one. */
  @Nullable Method resolve() {
    return resolve;
  }

  /** A number that differs where the fields do. */
  int signature() {
    return signature;
  }

  /** A record with these components. */
  Object construct(@Nullable Object[] components) throws ReflectiveOperationException {
    if (canonical == null) {
      throw new IllegalStateException("not a record");
    }
    return canonical.newInstance(components);
  }

  /** An object whose fields are not set; none of its constructors is run. */
  Object allocate() {
    if (instantiator == null) {
      throw new IllegalStateException("a record");
    }
    return instantiator.newInstance();
  }

  /** Fields of superclasses first; those that the compiler added travel. */
  private static FieldPlan ofClass(Class<?> type) {
    List<Class<?>> hierarchy = new ArrayList<>();
    for (Class<?> c = type; c != null && !JdkTypes.contains(c); c = c.getSuperclass()) {
      hierarchy.add(0, c);
    }
    List<Field> fields = new ArrayList<>();
    for (Class<?> c : hierarchy) {
      List<Field> own = new ArrayList<>();
      for (Field field : c.getDeclaredFields()) {
        if (travels(field)) {
          own.add(open(field, type));
        }
      }
      own.sort(Comparator.comparing(Field::getName));
      fields.addAll(own);
    }
    return new FieldPlan(
        fields,
        null,
        new StdInstantiatorStrategy().newInstantiatorOf(type),
        Hooks.onlyResolve(type));
  }

  /**
   * What is transient stays behind where Java's serialization says so: in a Serializable class.
   * Elsewhere the word has no meaning, and an object without the field would not be the same.
   */
  private static boolean travels(Field field) {
    int modifiers = field.getModifiers();
    return !Modifier.isStatic(modifiers)
        && !(Modifier.isTransient(modifiers)
            && Serializable.class.isAssignableFrom(field.getDeclaringClass()));
  }

  private static FieldPlan ofRecord(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<Field> fields = new ArrayList<>();
    try {
      for (RecordComponent component : components) {
        fields.add(open(type.getDeclaredField(component.getName()), type));
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return new FieldPlan(fields, open(type.getDeclaredConstructor(types), type), null, null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + " is no proper record", e);
    }
  }

  private static <T extends AccessibleObject> T open(T member, Class<?> type) {
    try {
      member.setAccessible(true);
      return member;
    } catch (InaccessibleObjectException e) {
      throw Refusal.of(
          type,
          "its module does not let its fields be read",
          howToOpen(type.getModule(), type.getPackageName()));
    }
  }

  private static String howToOpen(Module module, String packageName) {
    String orElse = ", or make it inside the lambda.";
    return isOfJava(module.getName())
        ? "Start Java with --add-opens for its package" + orElse
        : "Write \"opens "
            + packageName
            + ";\" into the module-info.java of "
            + module.getName()
            + orElse;
  }

  private static boolean isOfJava(String module) {
    return module.startsWith("java.") || module.startsWith("jdk.");
  }
}
