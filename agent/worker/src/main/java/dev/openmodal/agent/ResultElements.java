package dev.openmodal.agent;

import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.Streaming;
import java.util.Iterator;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A result that is sent element by element.
 *
 * @param kind what the client makes of it
 * @param elements gives them as they are made
 * @param stream is closed at the end, if it was one
 */
record ResultElements(Streaming.Kind kind, Iterator<?> elements, @Nullable BaseStream<?, ?> stream)
    implements AutoCloseable {

  /** The elements of the result; null if it travels as a whole. */
  static @Nullable ResultElements of(@Nullable Object result, Call.Streams streams) {
    if (streams == Call.Streams.NONE || streams == Call.Streams.PARTS) {
      return null;
    }
    if (result instanceof BaseStream<?, ?> stream) {
      return new ResultElements(kind(stream), stream.iterator(), stream);
    }
    return result instanceof Iterator<?> iterator && streams != Call.Streams.STREAMS
        ? new ResultElements(Streaming.Kind.ITERATOR, iterator, null)
        : null;
  }

  private static Streaming.Kind kind(BaseStream<?, ?> stream) {
    if (stream instanceof IntStream) {
      return Streaming.Kind.INT_STREAM;
    }
    if (stream instanceof LongStream) {
      return Streaming.Kind.LONG_STREAM;
    }
    return stream instanceof DoubleStream ? Streaming.Kind.DOUBLE_STREAM : Streaming.Kind.STREAM;
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
    }
  }
}
