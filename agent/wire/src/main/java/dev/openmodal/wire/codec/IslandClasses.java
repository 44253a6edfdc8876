package dev.openmodal.wire.codec;

import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which classes one island may name: that of its one object, those above it, a few whose objects
 * are not left to the graph, and classes that are values themselves.
 */
final class IslandClasses {
  private static final Set<Class<?>> INSIDE =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Character.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          StackTraceElement.class,
          StackTraceElement[].class,
          Collections.emptyList().getClass());

  private static final Set<Class<?>> ABOVE_THEM = Set.of(Number.class, Enum.class);

  private final Graph graph;
  private @Nullable Class<?> root;

  IslandClasses(Graph graph) {
    this.graph = graph;
  }

  /** Whether objects of this class are written as parts of the island. */
  static boolean stayInside(Class<?> type) {
    return INSIDE.contains(type) || Enum.class.isAssignableFrom(type);
  }

  /** The name of the class of the one object, as far as it was read. */
  @Nullable String rootName() {
    return root == null ? null : root.getName();
  }

  /** The one object is of a class that Java has made for these interfaces. */
  void rootIs(Class<?> proxy) {
    if (root != null) {
      throw Unreadable.noValue();
    }
    root = proxy;
  }

  Class<?> named(String name) {
    if (name.equals(Diverted.class.getName())) {
      return Diverted.class;
    }
    Class<?> known = root;
    if (known == null) {
      Class<?> first = graph.classOfSerialized(name);
      root = first;
      return first;
    }
    Class<?> type = graph.resolution().forValue(name);
    if (type.isAssignableFrom(known) || ABOVE_THEM.contains(type) || stayInside(type)) {
      return type;
    }
    // A class as a value is named like that of an object. Java makes no object of it unless it is
    // Serializable; if it is, such an object must be one that could stand in the graph as well.
    return graph.isGuarded() && Serializable.class.isAssignableFrom(type)
        ? graph.classOfSerialized(name)
        : type;
  }
}
