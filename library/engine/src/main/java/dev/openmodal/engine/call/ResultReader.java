package dev.openmodal.engine.call;

import dev.openmodal.CodeSpec;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteException;
import dev.openmodal.bridge.CellParts;
import dev.openmodal.engine.output.Durations;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Payload;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueReader;
import dev.openmodal.wire.codec.ValueUnreadableException;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.Threw;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes of a call's end what its caller gets: the result, or what is thrown. */
final class ResultReader {
  private final CodeSpec spec;
  private final ValueCodec codec;
  private final Class<?> resultType;
  private final Supplier<StackTraceElement[]> here;

  /**
   * @param resultType what the code returns, as far as it is known
   * @param here the lines from which the call was made
   */
  ResultReader(
      CodeSpec spec, ValueCodec codec, Class<?> resultType, Supplier<StackTraceElement[]> here) {
    this.here = here;
    this.spec = spec;
    this.codec = codec;
    this.resultType = resultType;
  }

  /** Which results come element by element. */
  Call.Streams streams() {
    return resultType == Iterator.class ? Call.Streams.STREAMS_AND_ITERATORS : Call.Streams.STREAMS;
  }

  /** One element of a result. */
  @Nullable Object readElement(Payload element, String worker) {
    return decode(element, worker);
  }

  /** Whether it was the code that failed, by an exception of its own. */
  static boolean isOwnFailure(Execution.Ended ended) {
    return ended.end() instanceof Execution.Failed failed
        && failed.threw().getReason() == Threw.Reason.USER;
  }

  /** The result. Throws what the code has thrown, or an {@link OpenModalException}. */
  @Nullable Object read(Execution.Ended ended, Execution execution) throws Throwable {
    if (ended.end() instanceof Execution.Returned returned) {
      Object value = decode(returned.value(), ended.worker());
      checkType(value, ended.worker());
      return value;
    }
    throw failure(ended, execution);
  }

  /** Gives what a whole cell has thrown, which is a part of its result, the trace of its call. */
  void joinTrace(@Nullable Object result, String worker) {
    if (result instanceof Object[] parts && parts.length >= CellParts.FEWEST) {
      Optional<Throwable> thrown = new CellParts(parts).thrown();
      if (thrown.isPresent()) {
        StackTraces.join(thrown.get(), worker, here.get());
      }
    }
  }

  /** What is thrown for an end that is no result. */
  Throwable failure(Execution.Ended ended, Execution execution) {
    Throwable failure = failureOf(ended, execution);
    return failure instanceof OpenModalException own && !(own instanceof RemoteException)
        ? fromHere(own)
        : failure;
  }

  /** The error as one of the lines from which the call was made, wherever it was noticed. */
  OpenModalException fromHere(OpenModalException error) {
    StackTraces.replace(error, here.get());
    return error;
  }

  private Throwable failureOf(Execution.Ended ended, Execution execution) {
    Execution.End end = ended.end();
    if (execution.isTimedOut()) {
      return new OpenModalException(
          ErrorCode.TIMEOUT,
          "The call of app "
              + spec.app()
              + " ran longer than its timeout of "
              + spec.options().timeout().map(Durations::text).orElse("?")
              + " and was stopped. Raise timeout(…) or let the code do less.");
    }
    if (end instanceof Execution.Lost lost) {
      return lost.error();
    }
    if (end instanceof Execution.NoWorker none) {
      return none.error();
    }
    Threw threw = ((Execution.Failed) end).threw();
    return switch (threw.getReason()) {
      case USER, UNRECOGNIZED -> thrown(threw, ended.worker());
      case RESULT_REFUSED ->
          new OpenModalException(ErrorCode.RESULT_REFUSED, threw.getDescription());
      case ARGUMENTS ->
          new OpenModalException(
              ErrorCode.VALUE_UNREADABLE,
              "A value that was sent cannot be read on the worker ("
                  + ended.worker()
                  + "): "
                  + threw.getDescription()
                  + ". Send its data instead.");
      case OUT_OF_MEMORY ->
          new OpenModalException(
              ErrorCode.OUT_OF_MEMORY,
              "Remote code ran out of memory on the worker ("
                  + ended.worker()
                  + "): "
                  + spec.options()
                      .memory()
                      .map(memory -> "its heap of " + memory + " is full")
                      .orElse(threw.getDescription())
                  + ". Ask for more with memory(\"…\"), or let the code hold less at a time.");
      case NO_THREAD ->
          new OpenModalException(
              ErrorCode.OUT_OF_MEMORY,
              "Remote code could start no more threads or processes on the worker ("
                  + ended.worker()
                  + "), which said: "
                  + threw.getDescription()
                  + ". Let it start fewer; in a container pidsLimit(…) allows more.");
      case CANCELLED ->
          new OpenModalException(
              ErrorCode.CANCELLED,
              "The call of app " + spec.app() + " was stopped on its worker. Call again.");
    };
  }

  /** Java itself would notice it later, somewhere in the user's code. */
  void checkType(@Nullable Object value, String worker) {
    if (value != null && !resultType.isInstance(value)) {
      throw new OpenModalException(
          ErrorCode.RESULT_UNREADABLE,
          "The worker ("
              + worker
              + ") answered with a "
              + value.getClass().getTypeName()
              + " where the function returns a "
              + resultType.getTypeName()
              + ". Call again; if it stays so, see what that worker's libraries do.");
    }
  }

  private @Nullable Object decode(Payload value, String worker) {
    try (value;
        InputStream in = value.open();
        ValueReader reader = codec.answerReader(in)) {
      return reader.read();
    } catch (OutOfMemoryError e) {
      throw new OpenModalException(
          ErrorCode.RESULT_UNREADABLE,
          "The result of the worker ("
              + worker
              + ") does not fit into the memory of this JVM. Return less, or give it a larger heap.",
          e);
    } catch (ValueUnreadableException | IOException e) {
      throw new OpenModalException(
          ErrorCode.RESULT_UNREADABLE,
          "The result of the worker ("
              + worker
              + ") cannot be read here: "
              + e.getMessage()
              + ". Return a value whose class is known here.",
          e);
    }
  }

  private Throwable thrown(Threw threw, String worker) {
    Throwable remote;
    try (ValueReader reader =
        codec.answerReader(new ByteArrayInputStream(threw.getThrowable().toByteArray()))) {
      remote =
          reader.read() instanceof Throwable read
              ? read
              : new RemoteException("java.lang.Throwable", threw.getDescription(), null);
    } catch (ValueUnreadableException e) {
      remote = new RemoteException("java.lang.Throwable", threw.getDescription(), e);
    }
    StackTraces.join(remote, worker, here.get());
    return remote;
  }
}
