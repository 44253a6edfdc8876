package dev.openmodal.engine.call;

import dev.openmodal.CodeSpec;
import dev.openmodal.DataSize;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.Retries;
import dev.openmodal.WorkerOptions;
import dev.openmodal.bridge.CallHandle;
import dev.openmodal.bridge.Launch;
import dev.openmodal.bridge.MapHandle;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.bridge.ServiceHandle;
import dev.openmodal.engine.capture.Arguments;
import dev.openmodal.engine.capture.Capture;
import dev.openmodal.engine.capture.Capturer;
import dev.openmodal.engine.cell.CellOutput;
import dev.openmodal.engine.environment.EnvironmentReader;
import dev.openmodal.engine.log.ClientLog;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.OutputPrinter;
import dev.openmodal.engine.output.OutputTarget;
import dev.openmodal.engine.output.Screen;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Inbox;
import dev.openmodal.engine.pool.WorkerState;
import dev.openmodal.engine.snapshot.Snapshot;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.proto.Call;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call from its start to its result: capture, freeze, check, submit, wait in the caller's
 * thread (which shows the output), decode.
 */
public final class Caller {
  private final Capturer capturer;
  private final EnvironmentReader environments;
  private final OpenedProviders providers;
  private final Path temporary;
  private final ClientLog log;
  private final CallRegister calls;
  private final Completions completions = new Completions();
  private final Screen screen;
  private final OutputPrinter printer;
  private final CallsViews views;

  /**
   * @param temporary where large arguments are kept during their call
   * @param log takes how calls go
   * @param calls knows what goes on by itself, and takes what it prints
   * @param screen shows that, and how far maps have got
   */
  public Caller(
      Capturer capturer,
      EnvironmentReader environments,
      OpenedProviders providers,
      Path temporary,
      ClientLog log,
      CallRegister calls,
      Screen screen) {
    this.capturer = capturer;
    this.environments = environments;
    this.providers = providers;
    this.temporary = temporary;
    this.log = log;
    this.calls = calls;
    this.screen = screen;
    this.printer = new OutputPrinter();
    this.views = new CallsViews(completions, screen);
  }

  /** Makes what the first call needs and what needs no worker. */
  public void prepare() {
    providers.prepare();
  }

  /**
   * Runs the code on a worker. Throws what the code throws, or an {@link OpenModalException}.
   *
   * @param isWholeCell whether it is all that its cell does, which then shows what it would without
   *     us, unless it takes long
   */
  public @Nullable Object call(CodeSpec spec, @Nullable Object[] arguments, boolean isWholeCell)
      throws Throwable {
    if (spec.code() instanceof Launch program) {
      return launch(spec, program);
    }
    long start = System.nanoTime();
    Optional<CallsView.Call> view = views.begin(spec.app(), isWholeCell);
    try {
      Object result = run(spec, arguments, start, view, isWholeCell);
      view.ifPresent(CallsView.Call::returns);
      return result;
    } catch (Throwable e) {
      view.ifPresent(shown -> shown.ends(CallProgress.phaseOf(e)));
      if (e instanceof OpenModalException own) {
        log.info("a call of app " + spec.app() + " ended with " + own.code() + since(start));
      }
      throw e;
    }
  }

  /** Runs a program, which has its worker for itself: its exit code. */
  private int launch(CodeSpec spec, Launch program) throws Throwable {
    OpenedProvider provider = providers.of(spec);
    provider.pools().startSilently();
    provider.preflight().check(spec.options());
    provider
        .pools()
        .of(spec.app(), "", spec.options(), provider.preflight().javaFor(spec.options()))
        .expect(spec.options().scaling().scaledownWindow());
    program.prepare();
    ValueCodec codec = capturer.codecFor(program);
    try (EncodedArguments none = new EncodedArguments(codec, new Object[0], temporary)) {
      Capture capture = capturer.capture(program, none, spec.options().captureLimit());
      Prepared code = prepare(spec, capture, codec, () -> new Throwable().getStackTrace());
      return new ProgramCall(code, none.asArguments(), program.streams()).run();
    }
  }

  /** Freezes what makes a service's object. */
  public ServiceHandle service(CodeSpec spec) {
    OpenedProvider provider = providers.of(spec);
    provider.preflight().check(spec.options());
    Capture capture =
        capturer.capture(spec.code(), Arguments.none(), spec.options().captureLimit());
    Path unused = provider.preflight().javaFor(spec.options(), capture); // refuses what cannot run
    Snapshot snapshot = Snapshot.freezeService(capture, environments.read(capture.classPath()));
    FrozenService frozen = new FrozenService(spec, snapshot);
    provider.pools().keepWhileReachable(frozen, snapshot.id());
    return frozen;
  }

  /** All workers of this client. */
  public List<WorkerState> workers() {
    return providers.workers();
  }

  /** Stops what runs on workers, of that app or all, and ends them; answers how many. */
  public int stop(Optional<String> app) {
    return providers.stop(app);
  }

  /** Closes what lives on workers, and ends them. */
  public void close() {
    providers.close();
  }

  /** Starts a call and does not wait. Throws an {@link OpenModalException} if it cannot start. */
  public CallHandle spawn(CodeSpec spec, @Nullable Object[] arguments) throws IOException {
    StackTraceElement[] here = new Throwable().getStackTrace();
    providers.of(spec).preflight().check(spec.options());
    ValueCodec codec = capturer.codecFor(spec.code());
    EncodedArguments encoded = new EncodedArguments(codec, arguments, temporary);
    Optional<CallsView.Call> view = Optional.empty();
    try {
      Capture capture = capturer.capture(spec.code(), encoded, spec.options().captureLimit());
      Prepared code = prepare(spec, capture, codec, () -> here);
      encoded.release();
      CallRegister.Entry entry = calls.open(CallState.Kind.CALL);
      view = views.begin(spec.app(), false);
      SpawnedCall call =
          new SpawnedCall(
              code,
              encoded,
              completions,
              printer,
              below(view, target()),
              new CallProgress(spec.app(), entry, view));
      call.start();
      return call;
    } catch (RuntimeException | Error e) {
      encoded.close();
      view.ifPresent(shown -> shown.ends(CallState.Phase.FAILED));
      throw e;
    }
  }

  /** Starts a map and does not wait. Throws an {@link OpenModalException} if it cannot start. */
  public MapHandle map(CodeSpec spec, int arity, Iterator<?> inputs) {
    StackTraceElement[] here = new Throwable().getStackTrace();
    providers.of(spec).preflight().check(spec.options());
    ValueCodec codec = capturer.codecFor(spec.code());
    DataSize limit = spec.options().captureLimit();
    Capture capture = capturer.capture(spec.code(), Arguments.none(), limit);
    MapRun map =
        new MapRun(
            new MapInputs(
                prepare(spec, capture, codec, () -> here),
                arity,
                inputs,
                codec,
                temporary,
                brought ->
                    prepare(
                        spec,
                        capturer.captureAgain(spec.code(), capture, brought, limit),
                        codec,
                        () -> here)),
            screen,
            calls,
            log -> new MapOutput(printer, target(), log),
            completions);
    map.start();
    return map;
  }

  /** Where is shown what is printed by something that goes on: in the cell that runs now. */
  private OutputTarget target() {
    return Notebooks.current()
        .<OutputTarget>map(notebook -> new CellOutput(notebook.cell()))
        .orElse(screen);
  }

  private static OutputTarget below(Optional<CallsView.Call> view, OutputTarget target) {
    return view.<OutputTarget>map(
            shown ->
                (error, bytes) -> {
                  shown.prints();
                  target.print(error, bytes);
                })
        .orElse(target);
  }

  private static String since(long start) {
    return " after " + (System.nanoTime() - start) / 1000 + " µs";
  }

  private @Nullable Object run(
      CodeSpec spec,
      @Nullable Object[] arguments,
      long start,
      Optional<CallsView.Call> view,
      boolean isWholeCell)
      throws Throwable {
    providers.of(spec).preflight().check(spec.options());
    ValueCodec codec = capturer.codecFor(spec.code());
    try (EncodedArguments encoded = new EncodedArguments(codec, arguments, temporary)) {
      Capture capture = capturer.capture(spec.code(), encoded, spec.options().captureLimit());
      Prepared code =
          prepare(spec, capture, codec, () -> new Throwable().getStackTrace()); // of this thread
      Retries retries = spec.options().failures().retries();
      for (int failures = 1; ; failures++) {
        Inbox inbox = new Inbox();
        Execution execution =
            code.call(
                encoded.asArguments(),
                onLoss(spec),
                isWholeCell ? Call.Streams.PARTS : code.results().streams(),
                view.<Execution.Receiver>map(shown -> new WatchedStream(inbox, shown, completions))
                    .orElse(inbox));
        view.ifPresent(shown -> shown.runsAs(execution));
        Execution.Event last = run(code, execution, inbox, start, view);
        if (last instanceof Execution.Streaming streaming) {
          OutputTarget target = target();
          inbox.divert( // it must not wait for whoever reads the elements
              (error, bytes, taken) -> printer.print(target, error, bytes, taken));
          return new RemoteElements(
                  code, execution, inbox, streaming.flow(), output -> show(output, view))
              .as(streaming.kind());
        }
        Execution.Ended ended = (Execution.Ended) last;
        try {
          Object result = code.results().read(ended, execution);
          if (isWholeCell) {
            code.results().joinTrace(result, ended.worker());
          }
          return result;
        } catch (Throwable thrown) {
          if (!ResultReader.isOwnFailure(ended)
              || failures > retries.count()
              || !retries.isFor(thrown)) {
            throw thrown;
          }
        }
        pause(retries.delayAfter(failures), spec);
      }
    }
  }

  /** Whoever waits for the result is told of a loss, and decides. */
  private static Execution.OnLoss onLoss(CodeSpec spec) {
    return spec.options().failures().atMostOnce()
        ? Execution.OnLoss.NEVER_AGAIN
        : Execution.OnLoss.TELL;
  }

  /** Freezes what was captured, and finds the pool for it. */
  private Prepared prepare(
      CodeSpec spec, Capture capture, ValueCodec codec, Supplier<StackTraceElement[]> here) {
    WorkerOptions options = spec.options();
    OpenedProvider provider = providers.of(spec);
    Path javaHome = provider.preflight().javaFor(options, capture);
    Snapshot service =
        spec.service().map(handle -> ((FrozenService) handle).snapshot()).orElse(null);
    Snapshot snapshot = Snapshot.freeze(capture, environments.read(capture.classPath()), service);
    return new Prepared(
        spec,
        snapshot,
        provider.pools().of(spec.app(), service == null ? "" : service.id(), options, javaHome),
        new ResultReader(spec, codec, capturer.resultTypeOf(spec.code()), here));
  }

  /** Until it has ended, or its result begins to come element by element. */
  private Execution.Event run(
      Prepared code, Execution execution, Inbox inbox, long start, Optional<CallsView.Call> view) {
    CodeSpec spec = code.spec();
    log.debug(
        () ->
            "call "
                + execution.id()
                + " of app "
                + spec.app()
                + ": snapshot "
                + code.snapshot().id()
                + ", "
                + execution.size()
                + " bytes of arguments, ready to be sent"
                + since(start));
    boolean goesOn = false;
    try {
      code.pool().submit(execution, spec.options().scaling().scaledownWindow());
      Execution.Event last = await(inbox, spec, view);
      goesOn = last instanceof Execution.Streaming;
      log.debug(() -> "call " + execution.id() + " " + description(last) + since(start));
      return last;
    } finally {
      if (!goesOn) {
        code.pool().cancel(execution); // does nothing if it has ended; else this thread leaves it
        inbox.abandon();
      }
    }
  }

  private static String description(Execution.Event last) {
    return last instanceof Execution.Ended ended
        ? "ended on " + ended.worker() + ": " + ended.end().getClass().getSimpleName()
        : "begins to stream its result";
  }

  private static Execution.Event await(Inbox inbox, CodeSpec spec, Optional<CallsView.Call> view) {
    try {
      while (true) {
        Execution.Event event = inbox.next();
        if (event instanceof Execution.Output output) {
          show(output, view);
        } else {
          return event; // no element is before the first of these two
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(spec);
    }
  }

  private static void show(Execution.Output output, Optional<CallsView.Call> view) {
    view.ifPresent(CallsView.Call::prints);
    PrintStream to = output.error() ? System.err : System.out;
    to.write(output.bytes(), 0, output.bytes().length);
    to.flush();
    output.taken().accept(output.bytes().length);
  }

  private static void pause(Duration delay, CodeSpec spec) {
    try {
      TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    } catch (InterruptedException e) {
      throw interrupted(spec);
    }
  }

  private static OpenModalException interrupted(CodeSpec spec) {
    Thread.currentThread().interrupt();
    return new OpenModalException(
        ErrorCode.CANCELLED,
        "The call of app " + spec.app() + " was interrupted here; its remote work is stopped.");
  }
}
