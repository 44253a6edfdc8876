package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** An array of objects, or of arrays. */
final class ArrayRule extends Rule {
  @Override
  void write(Graph graph, Output out, Object value) {
    @Nullable Object[] array = (@Nullable Object[]) value;
    out.writeVarInt(array.length, true);
    for (int i = 0; i < array.length; i++) {
      try {
        graph.writeSlot(out, array[i]);
      } catch (Refusal refusal) {
        throw refusal.at("element " + i);
      }
    }
  }

  @Override
  Object read(Graph graph, Input in, Class<?> type) {
    int length = graph.parts(in, 1);
    @Nullable Object[] array =
        (@Nullable Object[]) Array.newInstance(type.getComponentType(), length);
    graph.reference(array);
    for (int i = 0; i < length; i++) {
      int at = i;
      graph.part(1);
      array[i] = graph.readSlot(in, late -> array[at] = late);
    }
    return array;
  }
}
