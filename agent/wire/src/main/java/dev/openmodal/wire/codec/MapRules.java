package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Maps and their entries, which come back in the same order. */
final class MapRules {
  private MapRules() {}

  /** Counts what it writes, not what the map says: another thread may change a concurrent map. */
  static void writeEntries(Graph graph, Output out, Map<?, ?> map, boolean slots) {
    List<@Nullable Object> all = new ArrayList<>();
    map.forEach(
        (key, value) -> {
          all.add(key);
          all.add(value);
        });
    out.writeVarInt(all.size() / 2, true);
    for (int i = 0; i < all.size(); i += 2) {
      try {
        graph.write(out, all.get(i));
      } catch (Refusal refusal) {
        throw refusal.at("key");
      }
      try {
        if (slots) {
          graph.writeSlot(out, all.get(i + 1));
        } else {
          graph.write(out, all.get(i + 1));
        }
      } catch (Refusal refusal) {
        throw refusal.at(Steps.valueOf(all.get(i)));
      }
    }
  }

  private static void readEntries(Graph graph, Input in, Map<@Nullable Object, Object> into) {
    int size = graph.parts(in, 2);
    @Nullable Object[] keys = new @Nullable Object[size];
    @Nullable Object[] values = new @Nullable Object[size];
    boolean[] late = new boolean[size];
    for (int i = 0; i < size; i++) {
      int at = i;
      graph.part(2);
      keys[i] = graph.read(in);
      values[i] =
          graph.readSlot(
              in,
              made -> {
                values[at] = made;
                if (late[at]) {
                  into.put(keys[at], made);
                }
              });
    }
    boolean takesNull = !(into instanceof ConcurrentHashMap);
    graph.fill(
        CollectionRules.arePlain(keys),
        () -> {
          for (int i = 0; i < size; i++) {
            @Nullable Object value = values[i];
            late[i] = value == null;
            if (value != null || takesNull) {
              put(into, keys[i], value);
            }
          }
        });
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // maps of the user may hold null
  private static void put(
      Map<@Nullable Object, Object> map, @Nullable Object key, @Nullable Object value) {
    map.put(key, value);
  }

  static final class Hashed extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      HashMap<?, ?> map = (HashMap<?, ?>) value;
      int capacity = HashTables.capacity(map.keySet().spliterator());
      out.writeVarInt(capacity, true);
      out.writeFloat(HashTables.load(map.size(), capacity));
      writeEntries(graph, out, map, true);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      int capacity = graph.room(in, in.readVarInt(true));
      float load = Math.max(in.readFloat(), HashTables.LOAD); // a smaller one would make it huge
      HashMap<@Nullable Object, Object> map =
          capacity == 0 ? new HashMap<>() : new HashMap<>(capacity, load);
      graph.reference(map);
      readEntries(graph, in, map);
      return map;
    }
  }

  static final class Concurrent extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      ConcurrentHashMap<?, ?> map = (ConcurrentHashMap<?, ?>) value;
      out.writeVarInt(HashTables.capacity(map.keySet().spliterator()), true);
      writeEntries(graph, out, map, true);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      int capacity = graph.room(in, in.readVarInt(true));
      // asked for half of it, the constructor makes room for all of it
      ConcurrentHashMap<@Nullable Object, Object> map =
          capacity == 0 ? new ConcurrentHashMap<>() : new ConcurrentHashMap<>(capacity / 2);
      graph.reference(map);
      readEntries(graph, in, map);
      return map;
    }
  }

  /** In place of maps without a form of their own. */
  static final class Linked extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      writeEntries(graph, out, (Map<?, ?>) value, true);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      LinkedHashMap<@Nullable Object, Object> map = new LinkedHashMap<>();
      graph.reference(map);
      readEntries(graph, in, map);
      return map;
    }
  }

  /** Its entries stay as long as their keys are held elsewhere, too, as they do here. */
  static final class Weak extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      writeEntries(graph, out, (WeakHashMap<?, ?>) value, true);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      WeakHashMap<@Nullable Object, Object> map = new WeakHashMap<>();
      graph.reference(map);
      readEntries(graph, in, map);
      return map;
    }
  }

  static final class SortedTree extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      SortedMap<?, ?> map = (SortedMap<?, ?>) value;
      graph.references().begin(value);
      CollectionRules.writeComparator(graph, out, map.comparator());
      graph.references().finish(value);
      writeEntries(graph, out, map, true);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      TreeMap<@Nullable Object, Object> map =
          new TreeMap<>(CollectionRules.comparator(graph.read(in)));
      graph.reference(map);
      readEntries(graph, in, map);
      return map;
    }
  }

  /** What {@link Map#entry} gives. */
  static final class FixedEntry extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      graph.references().begin(value);
      writeEntry(graph, out, (Map.Entry<?, ?>) value);
      graph.references().finish(value);
    }

    @Override
    @SuppressWarnings("NullAway") // such entries hold no null
    Object read(Graph graph, Input in, Class<?> type) {
      return Map.entry(graph.read(in), graph.read(in));
    }
  }

  /** Also in place of the entries of a map. */
  static final class SimpleEntry extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      graph.references().begin(value);
      writeEntry(graph, out, (Map.Entry<?, ?>) value);
      graph.references().finish(value);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return new AbstractMap.SimpleEntry<@Nullable Object, @Nullable Object>(
          graph.read(in), graph.read(in));
    }
  }

  private static void writeEntry(Graph graph, Output out, Map.Entry<?, ?> entry) {
    try {
      graph.write(out, entry.getKey());
    } catch (Refusal refusal) {
      throw refusal.at("key");
    }
    try {
      graph.write(out, entry.getValue());
    } catch (Refusal refusal) {
      throw refusal.at("value");
    }
  }
}
