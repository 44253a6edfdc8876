package dev.openmodal.engine.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.Retries;
import dev.openmodal.bridge.CallHandle;
import dev.openmodal.engine.log.CallLog;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.OutputPrinter;
import dev.openmodal.engine.output.OutputTarget;
import dev.openmodal.engine.output.ThrownText;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Inbox;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call that nobody waits for: it runs again where it may, and then completes a future. */
final class SpawnedCall implements CallHandle {
  private final Prepared code;
  private final EncodedArguments arguments;
  private final Completions completions;
  private final OutputPrinter printer;
  private final OutputTarget target;
  private final Optional<CallsView.Call> view;
  private final CallRegister.Entry entry;
  private final CallLog log;
  private final CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
  private final long started = System.nanoTime();
  private volatile long endedAt;
  private volatile Execution execution;
  private boolean isCancelled;
  private int failures;

  /**
   * @param arguments are closed when it is over
   * @param target where is shown what it prints
   * @param view shows in its cell how it stands
   * @param entry its own, in the register
   */
  SpawnedCall(
      Prepared code,
      EncodedArguments arguments,
      Completions completions,
      OutputPrinter printer,
      OutputTarget target,
      Optional<CallsView.Call> view,
      CallRegister.Entry entry) {
    this.code = code;
    this.arguments = arguments;
    this.completions = completions;
    this.printer = printer;
    this.target = target;
    this.view = view;
    this.entry = entry;
    this.log = entry.log();
    this.execution = attempt();
  }

  private Execution attempt() {
    Execution next =
        code.call(
            arguments.asArguments(), code.onLoss(), code.results().streams(), new Events(this));
    view.ifPresent(shown -> shown.runsAs(next));
    return next;
  }

  void start() {
    var unused = future.whenComplete((result, thrown) -> ends());
    entry.begins(this::state);
    submit();
  }

  private void submit() {
    code.pool().submit(execution, code.window());
  }

  private void ends() {
    endedAt = System.nanoTime();
    view.ifPresent(shown -> shown.ends(phase(thrown())));
    entry.ends();
  }

  private void complete(RemoteElements stream, Execution.Streaming streaming) {
    try {
      future.complete(stream.as(streaming.kind()));
    } catch (Throwable e) {
      future.completeExceptionally(e);
    }
  }

  private void settle(Execution.Ended ended) {
    Thread.currentThread().setContextClassLoader(code.loader());
    Object result;
    try {
      result = code.results().read(ended, execution);
    } catch (Throwable thrown) {
      if (isCancelled()) {
        close();
        return; // whoever cancels it completes the future
      }
      if (ResultReader.isOwnFailure(ended) && mayRunAgain(thrown)) {
        completions.after(retries().delayAfter(failures), this::runAgain);
      } else {
        close();
        future.completeExceptionally(thrown);
      }
      return;
    }
    close();
    future.complete(result);
  }

  private synchronized boolean isCancelled() {
    return isCancelled;
  }

  private Retries retries() {
    return code.spec().options().failures().retries();
  }

  private boolean mayRunAgain(Throwable thrown) {
    failures++;
    try {
      return failures <= retries().count() && retries().isFor(thrown);
    } catch (Throwable e) { // of the user's own predicate
      thrown.addSuppressed(e);
      return false;
    }
  }

  private void runAgain() {
    synchronized (this) {
      if (!isCancelled) {
        execution = attempt();
        submit();
        return;
      }
    }
    close(); // it was cancelled meanwhile
  }

  private void close() {
    arguments.close();
    log.end();
  }

  @Override
  public long id() {
    return entry.id();
  }

  @Override
  public CompletableFuture<@Nullable Object> future() {
    return future;
  }

  @Override
  public boolean cancel() {
    Execution running;
    synchronized (this) {
      isCancelled = true; // it does not run again
      running = execution;
    }
    OpenModalException why =
        new OpenModalException(
            ErrorCode.CANCELLED,
            "The " + state().name() + " was cancelled. Spawn it again if it is needed.");
    code.pool().cancel(running);
    return future.completeExceptionally(why); // outside of the lock: what depends on it runs here
  }

  @Override
  public String logs() {
    return log.text();
  }

  @Override
  public String describe() {
    return state().line();
  }

  private CallState state() {
    Throwable thrown = thrown();
    CallState.Phase phase = phase(thrown);
    long end = endedAt == 0 ? System.nanoTime() : endedAt;
    return new CallState(
        entry.id(),
        CallState.Kind.CALL,
        code.spec().app(),
        phase,
        Duration.ofNanos(end - started),
        phase == CallState.Phase.WAITING ? "" : execution.workerName(),
        phase == CallState.Phase.FAILED ? ThrownText.headline(thrown) : "",
        log.printed());
  }

  private CallState.Phase phase(@Nullable Throwable thrown) {
    if (!future.isDone()) {
      return code.pool().running().contains(execution.id())
          ? CallState.Phase.RUNNING
          : CallState.Phase.WAITING;
    }
    if (thrown == null) {
      return CallState.Phase.DONE;
    }
    return thrown instanceof OpenModalException e && e.code() == ErrorCode.CANCELLED
        ? CallState.Phase.CANCELLED
        : CallState.Phase.FAILED;
  }

  /** What it has ended with; null if it has not, or with a result. */
  private @Nullable Throwable thrown() {
    if (!future.isCompletedExceptionally()) {
      return null;
    }
    return future.handle((result, thrown) -> thrown).join();
  }

  /**
   * What one attempt is told. Once its result comes element by element it does not hold the call
   * any more, and so not the result, which stops the code when nobody has it.
   */
  private static final class Events implements Execution.Receiver {
    private final OutputPrinter printer;
    private final OutputTarget target;
    private final CallLog log;
    private final Completions completions;

    @GuardedBy("this")
    private @Nullable SpawnedCall call;

    @GuardedBy("this")
    private @Nullable Inbox elements;

    Events(SpawnedCall call) {
      this.call = call;
      printer = call.printer;
      target = call.target;
      log = call.log;
      completions = call.completions;
    }

    @Override
    public synchronized void take(Execution.Event event) {
      if (event instanceof Execution.Output output) {
        print(output);
      } else if (elements != null) {
        elements.take(event);
        if (event instanceof Execution.Ended) {
          completions.execute(log::end);
        }
      } else if (call != null) {
        take(event, call);
      }
    }

    @GuardedBy("this")
    private void take(Execution.Event event, SpawnedCall of) {
      if (event instanceof Execution.Streaming streaming) {
        Inbox inbox = new Inbox();
        elements = inbox;
        call = null;
        RemoteElements stream =
            new RemoteElements(of.code, of.execution, inbox, streaming.flow(), output -> {});
        of.arguments.close(); // it does not run again
        completions.execute(() -> of.complete(stream, streaming));
      } else if (event instanceof Execution.Ended ended) {
        call = null; // whatever comes now is late
        completions.execute(() -> of.settle(ended));
      }
    }

    private void print(Execution.Output output) {
      log.add(output.bytes());
      printer.print(
          target,
          output.error(),
          output.bytes(),
          shown -> {
            log.trim();
            output.taken().accept(shown);
          });
    }

    @Override
    public boolean isBehind() {
      return printer.isBehind();
    }
  }
}
