package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import dev.openmodal.RemoteException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads the values that one {@link ValueWriter} wrote, in their order. Not thread-safe. */
public final class ValueReader implements AutoCloseable {
  private final ValueCodec codec;
  private final byte[] buffer;
  private Input in;
  private @Nullable Graph graph;

  ValueReader(ValueCodec codec, InputStream in) {
    this.codec = codec;
    this.graph = codec.borrow();
    this.buffer = graph.buffer();
    this.in = new ValueInput(in, buffer);
  }

  /**
   * Reads the next value. A Throwable whose class cannot be had comes as a {@link RemoteException}.
   *
   * @throws ValueUnreadableException if there is none, or it cannot be made here; the values after
   *     it are lost as well
   */
  public @Nullable Object read() throws ValueUnreadableException {
    Graph reading = graph;
    if (reading == null) {
      throw new ValueUnreadableException(
          "the values before it could not be read, so this one cannot either", null);
    }
    graph = null; // until it has worked
    @Nullable RemoteException text = null;
    try {
      if (in.readByte() == ValueWriter.THROWABLE) {
        text = ThrowableText.readAll(in);
      }
      Object value = readRoot(reading, in);
      graph = reading;
      return value;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      if (text != null) {
        return text;
      }
      throw unreadable(e);
    } finally {
      reading.surface();
    }
  }

  void guard() {
    if (graph != null) {
      graph.guard();
    }
  }

  void restoring(boolean isRestoring) {
    if (graph != null) {
      graph.restoring(isRestoring);
    }
  }

  /**
   * Reads on from another stream, what a writer wrote that {@link ValueWriter#continueOn continued}
   * there.
   *
   * @param next is not closed by the reader, but may be read further than the values reach
   */
  public void continueOn(InputStream next) {
    in = new ValueInput(next, buffer);
    restoring(false);
  }

  static @Nullable Object readRoot(Graph graph, Input in) {
    Object value = graph.read(in);
    graph.finishReading();
    return value;
  }

  private static ValueUnreadableException unreadable(Throwable failure) {
    if (failure instanceof Unreadable) {
      return new ValueUnreadableException(String.valueOf(failure.getMessage()), failure.getCause());
    } else if (failure instanceof StackOverflowError) {
      return new ValueUnreadableException("a value is nested deeper than the stack holds", failure);
    } else if (failure instanceof KryoException) {
      return new ValueUnreadableException(
          "the bytes end too early or are not those of a value", failure);
    }
    return new ValueUnreadableException(
        "code of a value's own class failed while it was made: " + failure, failure);
  }

  /** The stream stays open. */
  @Override
  public void close() {
    if (graph != null) {
      codec.giveBack(graph);
      graph = null;
    }
  }
}
