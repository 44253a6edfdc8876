package dev.openmodal.engine.call;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.capture.Arguments;
import dev.openmodal.engine.capture.CaptureErrors;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Payload;
import dev.openmodal.wire.codec.LambdaForm;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueRefusedException;
import dev.openmodal.wire.codec.ValueWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call, encoded by themselves; or, where an object in them is a captured
 * value, too, as a part of the graph of those.
 */
final class EncodedArguments implements Arguments, AutoCloseable {
  private final @Nullable Object[] values;
  private final Path temporary;
  private final ValueWriter alone;
  private Payload payload;
  private boolean joined;

  /**
   * Encodes them.
   *
   * @param temporary where large arguments are kept
   * @throws dev.openmodal.OpenModalException if one of them cannot travel
   */
  EncodedArguments(ValueCodec codec, @Nullable Object[] values, Path temporary) throws IOException {
    this.values = values;
    this.temporary = temporary;
    payload = new Payload(temporary);
    OutputStream out = payload.writer();
    alone = codec.writer(out);
    try (out) {
      write(alone);
      alone.flush();
    } catch (RuntimeException | IOException | Error e) {
      payload.close();
      throw notKept(e); // the writer has nothing else to let go of; it would try to write again
    }
  }

  @Override
  public Set<Class<?>> classes() {
    return alone.classes();
  }

  @Override
  public List<LambdaForm> lambdas() {
    return alone.lambdas();
  }

  @Override
  public void join(ValueWriter captured) {
    boolean shares = captured.sharesObjectsWith(alone);
    alone.close(); // lets go of what it knows of each object
    if (!shares) {
      return;
    }
    payload.close();
    payload = new Payload(temporary);
    joined = true;
    try (OutputStream out = payload.writer()) {
      captured.continueOn(out);
      write(captured);
      captured.flush();
    } catch (RuntimeException | IOException | Error e) {
      throw notKept(e);
    }
  }

  /** The bytes, which stay this object's. */
  Execution.Arguments asArguments() {
    return new Execution.Arguments(payload, values.length, joined);
  }

  /** Lets go of everything but the bytes, which from now on are whoever's who asked for them. */
  void release() {
    alone.close();
  }

  private void write(ValueWriter writer) {
    try {
      for (int i = 0; i < values.length; i++) {
        writer.write("argument " + (i + 1), values[i]);
      }
    } catch (ValueRefusedException e) {
      throw CaptureErrors.refused(
          e.isAmbiguousLambda() ? ErrorCode.AMBIGUOUS_LAMBDA : ErrorCode.ARGUMENT_REFUSED,
          List.of(),
          e);
    }
  }

  /** An error of the disk in the user's words, wherever in the writing it was met. */
  private RuntimeException notKept(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof OpenModalException) {
        break;
      }
      if (each instanceof IOException) {
        return new OpenModalException(
            ErrorCode.ARGUMENT_REFUSED,
            "The arguments cannot be kept in "
                + temporary
                + " until they are sent: "
                + each.getMessage()
                + ". Make room there, or send less.",
            thrown);
      }
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }

  @Override
  public void close() {
    alone.close();
    payload.close();
  }
}
