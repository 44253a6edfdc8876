package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes values as one graph. Not thread-safe. After a refusal what was written is of no use. */
public final class ValueWriter implements AutoCloseable {
  static final int PLAIN = 0;
  static final int THROWABLE = 1;

  private final ValueCodec codec;
  private final byte[] buffer;
  private Output out;
  private final Set<Class<?>> classes = new LinkedHashSet<>();
  private final List<LambdaForm> lambdas = new ArrayList<>();
  private @Nullable Graph graph;

  ValueWriter(ValueCodec codec, OutputStream out) {
    this.codec = codec;
    this.graph = codec.borrow();
    this.buffer = graph.buffer();
    this.out = outputTo(out);
  }

  private Output outputTo(OutputStream stream) {
    Output to = new Output(buffer, buffer.length);
    to.setOutputStream(stream);
    return to;
  }

  /**
   * Writes one more value.
   *
   * @param root what it is called in a refusal, such as {@code reader (snippet variable)}
   * @param value any object, or null
   * @throws ValueRefusedException if it, or something in it, cannot travel
   * @throws UncheckedIOException if the stream fails
   */
  public void write(String root, @Nullable Object value) throws ValueRefusedException {
    Graph writing = graph;
    if (writing == null) {
      throw new IllegalStateException("the writer is closed or has failed");
    }
    graph = null; // until it has worked
    try {
      writeRoot(writing, out, value);
      if (!writing.unproven().isEmpty()) {
        Proof.of(codec, value, writing.unproven().keySet());
        writing.unproven().clear();
      }
    } catch (Refusal refusal) {
      throw refusal.toException(root);
    } catch (StackOverflowError e) {
      throw Graph.tooDeep(value).toException(root); // the stack was smaller than we asked for
    } catch (KryoException e) {
      if (e.getCause() instanceof IOException io) {
        throw new UncheckedIOException(io);
      }
      throw failed(root, value, e);
    } catch (RuntimeException | LinkageError e) {
      throw failed(root, value, e);
    } finally {
      writing.surface();
    }
    classes.addAll(writing.met());
    lambdas.addAll(writing.lambdas().subList(lambdas.size(), writing.lambdas().size()));
    graph = writing;
  }

  static void writeRoot(Graph graph, Output out, @Nullable Object value) {
    if (value instanceof Throwable thrown) {
      out.writeByte(THROWABLE);
      ThrowableText.writeAll(out, thrown);
    } else {
      out.writeByte(PLAIN);
    }
    graph.write(out, value);
  }

  private static ValueRefusedException failed(
      String root, @Nullable Object value, Throwable failure) {
    String reason =
        failure instanceof ConcurrentModificationException
            ? "it was changed while it was written"
            : "code of its own failed while it was written (" + failure + ")";
    return Refusal.of(
            value == null ? "null" : TypeNames.display(value.getClass()),
            reason,
            "Make it inside the lambda.",
            failure)
        .toException(root);
  }

  /**
   * Writes what follows to another stream, still as parts of the same graph: it is to be read by a
   * reader that has read what was written before, and {@link ValueReader#continueOn continues}.
   *
   * @param next is not closed by the writer
   * @throws UncheckedIOException if the stream so far fails
   */
  public void continueOn(OutputStream next) {
    flush();
    out = outputTo(next);
  }

  /** Whether an object that has an identity was written by this writer and by the other. */
  public boolean sharesObjectsWith(ValueWriter other) {
    return graph != null
        && other.graph != null
        && graph.references().sharesObjectsWith(other.graph.references());
  }

  /** How many bytes are written to this stream so far, also those that are not flushed yet. */
  public long position() {
    return out.total();
  }

  /** Every class met so far that is not Java's own; arrays count as what they hold. */
  public Set<Class<?>> classes() {
    return Collections.unmodifiableSet(classes);
  }

  /** Every lambda met so far, in that order, but for those that are Java's own. */
  public List<LambdaForm> lambdas() {
    return Collections.unmodifiableList(lambdas);
  }

  /** Flushes to the stream, which stays open. */
  @Override
  public void close() {
    flush();
    if (graph != null) {
      codec.giveBack(graph);
      graph = null;
    }
  }

  /**
   * Hands what is written so far to the stream.
   *
   * @throws UncheckedIOException if the stream fails
   */
  public void flush() {
    try {
      out.flush();
    } catch (KryoException e) {
      throw new UncheckedIOException(
          e.getCause() instanceof IOException io ? io : new IOException(e.getMessage()));
    }
  }
}
