package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lists, sets and queues, which come back in the same order. */
final class CollectionRules {
  private CollectionRules() {}

  static void writeElements(Graph graph, Output out, @Nullable Object[] elements, boolean slots) {
    out.writeVarInt(elements.length, true);
    for (int i = 0; i < elements.length; i++) {
      try {
        if (slots) {
          graph.writeSlot(out, elements[i]);
        } else {
          graph.write(out, elements[i]);
        }
      } catch (Refusal refusal) {
        throw refusal.at("element " + i);
      }
    }
  }

  static @Nullable Object[] readElements(Graph graph, Input in) {
    @Nullable Object[] elements = new @Nullable Object[graph.parts(in, 1)];
    for (int i = 0; i < elements.length; i++) {
      graph.part(1);
      elements[i] = graph.read(in);
    }
    return elements;
  }

  /** Whether hashing and comparing these does not depend on objects that are under construction. */
  static boolean arePlain(@Nullable Object[] keys) {
    for (Object key : keys) {
      if (!isPlain(key)) {
        return false;
      }
    }
    return true;
  }

  static boolean isPlain(@Nullable Object key) {
    return key == null
        || key instanceof String
        || key instanceof Number
        || key instanceof Enum<?>
        || key instanceof Character
        || key instanceof Boolean
        || key instanceof Class<?>;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // null stands for the natural order
  static Comparator<? super Object> comparator(@Nullable Object read) {
    return (Comparator<? super Object>) read;
  }

  static void writeComparator(Graph graph, Output out, @Nullable Comparator<?> comparator) {
    try {
      graph.write(out, comparator);
    } catch (Refusal refusal) {
      throw refusal.at("its comparator");
    }
  }

  /** An ArrayList, also in place of a view without a form of its own. */
  static final class GrowingList extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      writeElements(graph, out, ((Collection<?>) value).toArray(), true);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      int size = graph.parts(in, 1);
      ArrayList<@Nullable Object> list = new ArrayList<>(size);
      graph.reference(list);
      for (int i = 0; i < size; i++) {
        int at = i;
        graph.part(1);
        list.add(graph.readSlot(in, late -> list.set(at, late)));
      }
      return list;
    }
  }

  static final class HashedSet extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      HashSet<?> set = (HashSet<?>) value;
      out.writeVarInt(HashTables.capacity(set.spliterator()), true);
      writeElements(graph, out, set.toArray(), false);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      int capacity = graph.room(in, in.readVarInt(true));
      HashSet<@Nullable Object> set =
          capacity == 0 ? new HashSet<>() : new HashSet<>(capacity, HashTables.LOAD);
      graph.reference(set);
      addAll(graph, set, readElements(graph, in));
      return set;
    }
  }

  /** A LinkedHashSet, also in place of a view without a form of its own. */
  static final class LinkedSet extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      writeElements(graph, out, ((Collection<?>) value).toArray(), false);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      LinkedHashSet<@Nullable Object> set = new LinkedHashSet<>();
      graph.reference(set);
      addAll(graph, set, readElements(graph, in));
      return set;
    }
  }

  static final class SortedTreeSet extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      SortedSet<?> set = (SortedSet<?>) value;
      graph.references().begin(value);
      writeComparator(graph, out, set.comparator());
      graph.references().finish(value);
      writeElements(graph, out, set.toArray(), false);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      TreeSet<@Nullable Object> set = new TreeSet<>(comparator(graph.read(in)));
      graph.reference(set);
      addAll(graph, set, readElements(graph, in));
      return set;
    }
  }

  /** An ArrayDeque, also in place of a view that is a Deque. */
  static final class Deque extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      writeElements(graph, out, ((Collection<?>) value).toArray(), false);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      ArrayDeque<Object> deque = new ArrayDeque<>();
      graph.reference(deque);
      for (Object element : readElements(graph, in)) {
        if (element != null) {
          deque.add(element);
        }
      }
      return deque;
    }
  }

  private static void addAll(
      Graph graph, Collection<@Nullable Object> into, @Nullable Object[] elements) {
    graph.fill(
        arePlain(elements),
        () -> {
          for (Object element : elements) {
            into.add(element);
          }
        });
  }
}
