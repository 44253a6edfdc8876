package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** How one kind of value travels. Without state of its own; shared by all graphs. */
abstract class Rule extends Serializer<Object> {
  /** Writes the value; its kind and, where it has one, its class are already written. */
  abstract void write(Graph graph, Output out, Object value);

  /**
   * Reads what {@link #write} wrote.
   *
   * @param type the class in the bytes, for kinds that have one
   */
  abstract Object read(Graph graph, Input in, Class<?> type);

  @Override
  public final void write(Kryo kryo, Output out, Object value) {
    write((Graph) kryo, out, value);
  }

  @Override
  public final Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    return read((Graph) kryo, in, type);
  }
}
