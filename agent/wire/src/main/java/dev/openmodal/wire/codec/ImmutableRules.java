package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code List.of}, {@code Set.of}, {@code Map.of} and {@code Stream.toList} give. */
final class ImmutableRules {
  private ImmutableRules() {}

  static final class ImmutableList extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      List<?> list = (List<?>) value;
      graph.references().begin(value);
      out.writeBoolean(admitsNull(list));
      CollectionRules.writeElements(graph, out, list.toArray(), false);
      graph.references().finish(value);
    }

    /** Lists of {@code List.of} do not even look for null; those of Stream.toList do. */
    private static boolean admitsNull(List<?> list) {
      try {
        boolean unused = list.contains(null);
        return true;
      } catch (NullPointerException e) {
        return false;
      }
    }

    @Override
    @SuppressWarnings("NullAway") // one of the two holds no null
    Object read(Graph graph, Input in, Class<?> type) {
      boolean admitsNull = in.readBoolean();
      @Nullable Object[] elements = CollectionRules.readElements(graph, in);
      return admitsNull ? Arrays.stream(elements).toList() : List.of(elements);
    }
  }

  /** The order of such sets differs in every JVM anyway. */
  static final class ImmutableSet extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      graph.references().begin(value);
      CollectionRules.writeElements(graph, out, ((Collection<?>) value).toArray(), false);
      graph.references().finish(value);
    }

    @Override
    @SuppressWarnings("NullAway") // such sets hold no null
    Object read(Graph graph, Input in, Class<?> type) {
      @Nullable Object[] elements = CollectionRules.readElements(graph, in);
      graph.beforeHashing(CollectionRules.arePlain(elements));
      return Set.of(elements);
    }
  }

  static final class ImmutableMap extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      graph.references().begin(value);
      MapRules.writeEntries(graph, out, (Map<?, ?>) value, false);
      graph.references().finish(value);
    }

    @Override
    @SuppressWarnings({"NullAway", "unchecked", "rawtypes"}) // such maps hold no null
    Object read(Graph graph, Input in, Class<?> type) {
      Map.Entry<Object, Object>[] entries = new Map.Entry[graph.parts(in, 2)];
      for (int i = 0; i < entries.length; i++) {
        graph.part(2);
        entries[i] = Map.entry(graph.read(in), graph.read(in));
        graph.beforeHashing(CollectionRules.isPlain(entries[i].getKey()));
      }
      return Map.ofEntries(entries);
    }
  }

  /** The empty list, set and map of {@link Collections}. */
  static final class Empty extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeByte(value instanceof List<?> ? 0 : value instanceof Set<?> ? 1 : 2);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return switch (in.readByte()) {
        case 0 -> Collections.emptyList();
        case 1 -> Collections.emptySet();
        default -> Collections.emptyMap();
      };
    }
  }
}
