package dev.openmodal.wire.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a name in the bytes becomes a class: a class of the user's loader, or one of
 * those packages of Java whose classes are plain values.
 */
final class ClassResolution {
  private static final Set<String> JDK_PACKAGES =
      Set.of(
          "java.io",
          "java.lang",
          "java.lang.invoke",
          "java.math",
          "java.net",
          "java.nio.charset",
          "java.nio.file",
          "java.sql",
          "java.text",
          "java.time",
          "java.time.chrono",
          "java.time.format",
          "java.time.temporal",
          "java.time.zone",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks",
          "java.util.function",
          "java.util.random",
          "java.util.regex",
          "java.util.stream",
          "java.awt",
          "java.awt.geom",
          "java.util.logging");
  private static final Set<String> JDK_CLASSES = Set.of("sun.util.calendar.ZoneInfo");
  private static final Map<String, Class<?>> PRIMITIVES = new HashMap<>();

  static {
    for (Class<?> type :
        List.of(
            boolean.class,
            byte.class,
            short.class,
            char.class,
            int.class,
            long.class,
            float.class,
            double.class,
            void.class)) {
      PRIMITIVES.put(type.getName(), type);
    }
  }

  private final ClassLoader loader;

  ClassResolution(ClassLoader loader) {
    this.loader = loader;
  }

  ClassLoader loader() {
    return loader;
  }

  /** The class of an object that is made from the bytes. */
  Class<?> forObject(String name) {
    Class<?> type = load(name);
    if (!admits(type)) {
      throw new Unreadable(name, TypeNames.display(type) + " is not allowed in a value", null);
    }
    return type;
  }

  /** A class that is itself a value, such as {@code Point.class}. */
  Class<?> forValue(String name) {
    Class<?> primitive = PRIMITIVES.get(name);
    if (primitive != null) {
      return primitive;
    }
    Class<?> type = load(name);
    if (!isNameable(type)) {
      throw new Unreadable(name, TypeNames.display(type) + " is not allowed in a value", null);
    }
    return type;
  }

  static boolean admits(Class<?> type) {
    Class<?> element = JdkTypes.element(type);
    return element.isPrimitive()
        || !JdkTypes.contains(element)
        || JDK_PACKAGES.contains(element.getPackageName())
        || JDK_CLASSES.contains(element.getName())
        || (Throwable.class.isAssignableFrom(element)
            && element.getModule().isExported(element.getPackageName()));
  }

  static boolean isNameable(Class<?> type) {
    Class<?> element = JdkTypes.element(type);
    return admits(type) || element.getModule().isExported(element.getPackageName());
  }

  private Class<?> load(String name) {
    @Nullable Throwable failure;
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      failure = e;
    }
    throw new Unreadable(name, "the class " + TypeNames.display(name) + " is not here", failure);
  }
}
