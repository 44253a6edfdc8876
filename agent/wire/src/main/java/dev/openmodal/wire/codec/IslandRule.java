package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that says itself how it is written, by the hooks of Java's serialization: it goes by
 * that, as an island in the graph. What it holds belongs to the graph, so identity is kept across
 * its border, and objects that are not Serializable may be inside.
 */
final class IslandRule extends Rule {
  @Override
  void write(Graph graph, Output out, Object value) {
    graph.references().begin(value);
    writeParts(graph, out, value, IslandOutput.write(graph, value));
    graph.references().finish(value);
  }

  @Override
  Object read(Graph graph, Input in, Class<?> type) {
    @Nullable Object value = readParts(graph, in);
    if (value == null) {
      throw new Unreadable(null, "an object has become null", null);
    } else if (value instanceof URL) {
      graph.madeUrl();
    }
    return value;
  }

  /** The objects of the graph come first: the island needs them when it is read. */
  static void writeParts(Graph graph, Output out, Object owner, IslandOutput.Written island) {
    List<Object> diverted = island.diverted();
    out.writeVarInt(diverted.size(), true);
    for (Object part : diverted) {
      boolean isItsOwnCause = part instanceof Throwable && graph.references().isUnfinished(part);
      try {
        graph.write(out, isItsOwnCause ? null : part);
      } catch (Refusal refusal) {
        throw refusal.at(Steps.inside(owner, part));
      }
    }
    out.writeVarInt(island.bytes().length, true);
    out.writeBytes(island.bytes());
  }

  static @Nullable Object readParts(Graph graph, Input in) {
    @Nullable Object[] diverted = CollectionRules.readElements(graph, in);
    byte[] bytes = in.readBytes(Sizes.read(in, 1));
    return IslandInput.read(graph, bytes, diverted);
  }
}
