package dev.openmodal.engine.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.ErrorCode;
import dev.openmodal.HeapHistogram;
import dev.openmodal.OpenModalException;
import dev.openmodal.Profile;
import dev.openmodal.Retries;
import dev.openmodal.ThreadDump;
import dev.openmodal.bridge.CallHandle;
import dev.openmodal.engine.log.CallLog;
import dev.openmodal.engine.output.OutputPrinter;
import dev.openmodal.engine.output.OutputTarget;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Inbox;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call that nobody waits for: it runs again where it may, and then completes a future. */
final class SpawnedCall implements CallHandle {
  private final Prepared code;
  private final EncodedArguments arguments;
  private final Completions completions;
  private final OutputPrinter printer;
  private final OutputTarget target;
  private final CallProgress progress;
  private final CallLog log;
  private final CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
  private final LookInside inside;
  private volatile Execution execution;
  private boolean isCancelled;
  private int failures;

  /**
   * @param arguments are closed when it is over
   * @param target where is shown what it prints
   * @param progress tells how it stands
   */
  SpawnedCall(
      Prepared code,
      EncodedArguments arguments,
      Completions completions,
      OutputPrinter printer,
      OutputTarget target,
      CallProgress progress) {
    this.code = code;
    this.arguments = arguments;
    this.completions = completions;
    this.printer = printer;
    this.target = target;
    this.progress = progress;
    this.log = progress.entry().log();
    this.execution = attempt();
    this.inside = new LookInside(progress::state, () -> execution);
  }

  private Execution attempt() {
    Execution next =
        code.call(
            arguments.asArguments(), code.onLoss(), code.results().streams(), new Events(this));
    progress.runsAs(next);
    return next;
  }

  void start() {
    progress.begins();
    try {
      submit();
    } catch (RuntimeException | Error e) {
      progress.ends(e);
      throw e;
    }
  }

  private void submit() {
    code.pool().submit(execution, code.window());
  }

  private void complete(RemoteElements stream, Execution.Streaming streaming) {
    try {
      future.complete(stream.as(streaming.kind()));
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** What depends on it runs when all who ask are told that it has ended. */
  private boolean fail(Throwable thrown) {
    return progress.ends(thrown) && future.completeExceptionally(thrown);
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
        fail(thrown);
      }
      return;
    }
    close();
    if (progress.ends((Throwable) null)) {
      future.complete(result);
    }
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
    return progress.entry().id();
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
            "The " + progress.state().name() + " was cancelled. Spawn it again if it is needed.");
    StackTraces.trimOwn(why);
    boolean isFirst = progress.ends(why);
    code.pool().cancel(running);
    return isFirst && future.completeExceptionally(why); // outside of the lock: dependents run here
  }

  @Override
  public String logs() {
    return log.text();
  }

  @Override
  public ThreadDump threadDump() {
    return inside.threads();
  }

  @Override
  public Profile profile(Duration time) {
    return inside.profile(time);
  }

  @Override
  public HeapHistogram heapHistogram() {
    return inside.heap();
  }

  @Override
  public String describe() {
    return progress.state().line();
  }

  /**
   * What one attempt is told. Once its result comes element by element it does not hold the call
   * any more, and so not the result, which stops the code when nobody has it.
   */
  private static final class Events implements Execution.Receiver {
    private final OutputPrinter printer;
    private final OutputTarget target;
    private final CallLog log;
    private final CallProgress progress;
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
      progress = call.progress;
      completions = call.completions;
    }

    @Override
    public synchronized void take(Execution.Event event) {
      if (event instanceof Execution.Output output) {
        print(output);
      } else if (elements != null) {
        elements.take(event);
        if (event instanceof Execution.Ended ended) {
          completions.execute(
              () -> {
                progress.ends(ended);
                log.end();
              });
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
