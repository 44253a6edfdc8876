package dev.openmodal.wire.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a name in the bytes becomes a class: a class of the user's loader, or one of
 * those packages of Java whose classes are plain values. What of Java is made by its own
 * serialization, whose code then runs, is named more narrowly than what may be an array's type.
 */
final class ClassResolution {
  private static final Set<String> JDK_PACKAGES =
      Set.of(
          "java.io",
          "java.lang",
          "java.math",
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
          "java.awt.geom");

  /** Beside values they hold windows, sockets, and what looks up and calls. */
  private static final Set<String> MIXED_PACKAGES =
      Set.of("java.awt", "java.lang.invoke", "java.net", "java.util.logging");

  private static final Set<String> VALUES_OF_MIXED_PACKAGES =
      Set.of(
          "java.awt.Color",
          "java.awt.Dimension",
          "java.awt.Font",
          "java.awt.Insets",
          "java.awt.Point",
          "java.awt.Rectangle",
          "java.lang.invoke.MethodType",
          "java.lang.invoke.SerializedLambda",
          "java.net.Inet4Address",
          "java.net.Inet6Address",
          "java.net.InetAddress",
          "java.net.InetSocketAddress",
          "java.net.URI",
          "java.net.URL",
          "java.util.logging.Level");

  private static final String ZONE_INFO = "sun.util.calendar.ZoneInfo";

  /** Calls toString() of what it is given, while it is read. */
  private static final String CALLING_EXCEPTION = "javax.management.BadAttributeValueExpException";

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

  /** The class of an object that Java's serialization makes. */
  Class<?> forSerialized(String name) {
    Class<?> type = load(name);
    if (!admitsSerialized(type)) {
      throw new Unreadable(name, TypeNames.display(type) + " is not allowed in a value", null);
    }
    return type;
  }

  static boolean admits(Class<?> type) {
    Class<?> element = JdkTypes.element(type);
    return element.isPrimitive()
        || !JdkTypes.contains(element)
        || JDK_PACKAGES.contains(element.getPackageName())
        || MIXED_PACKAGES.contains(element.getPackageName())
        || element.getName().equals(ZONE_INFO)
        || (Throwable.class.isAssignableFrom(element)
            && element.getModule().isExported(element.getPackageName()));
  }

  static boolean admitsSerialized(Class<?> type) {
    return admits(type)
        && !type.getName().equals(CALLING_EXCEPTION)
        && (!JdkTypes.contains(type)
            || !MIXED_PACKAGES.contains(type.getPackageName())
            || Throwable.class.isAssignableFrom(type)
            || VALUES_OF_MIXED_PACKAGES.contains(type.getName()));
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
