package dev.openmodal.engine.call;

import dev.openmodal.CodeSpec;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteException;
import dev.openmodal.WorkerOptions;
import dev.openmodal.engine.capture.Capture;
import dev.openmodal.engine.capture.Capturer;
import dev.openmodal.engine.environment.EnvironmentReader;
import dev.openmodal.engine.log.ClientLog;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Payload;
import dev.openmodal.engine.pool.Pool;
import dev.openmodal.engine.pool.Pools;
import dev.openmodal.engine.snapshot.Snapshot;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueReader;
import dev.openmodal.wire.codec.ValueUnreadableException;
import dev.openmodal.wire.proto.Threw;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One call from its start to its result: capture, freeze, check, submit, wait in the caller's
 * thread (which shows the output), decode.
 */
public final class Caller {
  private final Capturer capturer;
  private final EnvironmentReader environments;
  private final Preflight preflight;
  private final Pools pools;
  private final Path temporary;
  private final ClientLog log;

  /**
   * @param temporary where large arguments are kept during their call
   * @param log takes how calls go
   */
  public Caller(
      Capturer capturer,
      EnvironmentReader environments,
      Preflight preflight,
      Pools pools,
      Path temporary,
      ClientLog log) {
    this.capturer = capturer;
    this.environments = environments;
    this.preflight = preflight;
    this.pools = pools;
    this.temporary = temporary;
    this.log = log;
  }

  /** Makes what the first call needs and what needs no worker. */
  public void prepare() {
    pools.prepare();
  }

  /** Runs the code on a worker. Throws what the code throws, or an {@link OpenModalException}. */
  public @Nullable Object call(CodeSpec spec, @Nullable Object[] arguments) throws Throwable {
    long start = System.nanoTime();
    try {
      return run(spec, arguments, start);
    } catch (OpenModalException e) {
      log.info("a call of app " + spec.app() + " ended with " + e.code() + since(start));
      throw e;
    }
  }

  private static String since(long start) {
    return " after " + (System.nanoTime() - start) / 1000 + " µs";
  }

  private @Nullable Object run(CodeSpec spec, @Nullable Object[] arguments, long start)
      throws Throwable {
    WorkerOptions options = spec.options();
    preflight.check(options);
    ValueCodec codec = capturer.codecFor(spec.code());
    try (EncodedArguments encoded = new EncodedArguments(codec, arguments, temporary)) {
      Capture capture = capturer.capture(spec.code(), encoded, options.captureLimit());
      Path javaHome = preflight.javaFor(options, capture);
      Snapshot snapshot = Snapshot.freeze(capture, environments.read(capture.classPath()));
      Execution execution =
          new Execution(
              snapshot,
              new Execution.Arguments(encoded.payload(), encoded.count(), encoded.areJoined()),
              options.timeout());
      log.debug(
          () ->
              "call "
                  + execution.id()
                  + " of app "
                  + spec.app()
                  + ": snapshot "
                  + snapshot.id()
                  + ", "
                  + encoded.payload().size()
                  + " bytes of arguments, ready to be sent"
                  + since(start));
      Pool pool = pools.of(spec.app(), options, javaHome);
      try {
        pool.submit(execution, options.scaledownWindow());
        Execution.Ended ended = await(execution, spec);
        log.debug(
            () ->
                "call "
                    + execution.id()
                    + " ended on "
                    + ended.worker()
                    + ": "
                    + ended.end().getClass().getSimpleName()
                    + since(start));
        return result(ended, execution, spec, codec);
      } finally {
        pool.cancel(execution); // does nothing if it has ended; else this thread is leaving it
        execution.abandon();
      }
    }
  }

  private static Execution.Ended await(Execution execution, CodeSpec spec) {
    try {
      while (true) {
        Execution.Event event = execution.next();
        if (event instanceof Execution.Ended ended) {
          return ended;
        }
        if (event instanceof Execution.Output output) {
          PrintStream to = output.error() ? System.err : System.out;
          to.write(output.bytes(), 0, output.bytes().length);
          to.flush();
          output.taken().accept(output.bytes().length);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpenModalException(
          ErrorCode.CANCELLED,
          "The call of app " + spec.app() + " was interrupted here; its remote work is stopped.");
    }
  }

  private @Nullable Object result(
      Execution.Ended ended, Execution execution, CodeSpec spec, ValueCodec codec)
      throws Throwable {
    Execution.End end = ended.end();
    if (end instanceof Execution.Returned returned) {
      Object value = decode(returned.value(), codec, ended.worker());
      checkType(value, capturer.resultTypeOf(spec.code()), ended.worker());
      return value;
    }
    if (execution.isTimedOut()) {
      throw new OpenModalException(
          ErrorCode.TIMEOUT,
          "The call of app "
              + spec.app()
              + " ran longer than its timeout of "
              + spec.options().timeout().map(Durations::text).orElse("?")
              + " and was stopped. Raise timeout(…) or let the code do less.");
    }
    if (end instanceof Execution.Lost lost) {
      lost.error().fillInStackTrace(); // made where the loss was noticed; met here
      throw lost.error();
    }
    Threw threw = ((Execution.Failed) end).threw();
    throw switch (threw.getReason()) {
      case USER, UNRECOGNIZED -> thrown(threw, codec, ended.worker());
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
      case CANCELLED ->
          new OpenModalException(
              ErrorCode.CANCELLED,
              "The call of app " + spec.app() + " was stopped on its worker. Call again.");
    };
  }

  /** Java itself would notice it later, somewhere in the user's code. */
  private static void checkType(@Nullable Object value, Class<?> expected, String worker) {
    if (value != null && !expected.isInstance(value)) {
      throw new OpenModalException(
          ErrorCode.RESULT_UNREADABLE,
          "The worker ("
              + worker
              + ") answered with a "
              + value.getClass().getTypeName()
              + " where the function returns a "
              + expected.getTypeName()
              + ". Call again; if it stays so, see what that worker's libraries do.");
    }
  }

  private static @Nullable Object decode(Payload value, ValueCodec codec, String worker) {
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

  private static Throwable thrown(Threw threw, ValueCodec codec, String worker) {
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
    StackTraces.join(remote, worker, new Throwable().getStackTrace());
    return remote;
  }
}
