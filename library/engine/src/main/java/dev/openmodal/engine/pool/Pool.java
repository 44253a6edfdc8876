package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * This client's worker of one kind: started by the first execution, kept warm for a while after the
 * last, replaced when it is lost.
 */
public final class Pool {
  private static final Duration GRACE = Duration.ofMillis(300);
  private static final int MOST_ATTEMPTS = 3;

  private final PoolKey key;
  private final WorkerStarter starter;
  private final AtomicBoolean wasIdle = new AtomicBoolean();

  @GuardedBy("this")
  private @Nullable Worker worker;

  private volatile Duration scaledownWindow = Duration.ZERO;

  Pool(PoolKey key, WorkerStarter starter) {
    this.key = key;
    this.starter = starter;
  }

  /**
   * Runs it on a warm worker, or starts one.
   *
   * @param window how long the worker stays warm afterwards
   */
  public void submit(Execution execution, Duration window) {
    scaledownWindow = window;
    give(execution);
  }

  /**
   * Interrupts it; where it does not end within the grace, its worker is ended and whatever else
   * ran there runs again elsewhere.
   */
  public void cancel(Execution execution) {
    execution.cancelled();
    Worker on = execution.worker();
    if (on == null || execution.isEnded()) {
      return;
    }
    on.cancel(execution);
    starter
        .alarms()
        .after(
            GRACE,
            () -> {
              if (!execution.isEnded() && execution.worker() == on) {
                on.kill();
              }
            });
  }

  private void give(Execution execution) {
    Worker to;
    try {
      synchronized (this) {
        if (worker == null || worker.isClosed()) {
          worker = starter.start(key, new Listener());
        }
        to = worker;
      }
    } catch (OpenModalException cannotStart) {
      execution.end(new Execution.Lost(cannotStart), "");
      return;
    } catch (RuntimeException | Error e) { // no thread, no memory: somebody waits for the call
      execution.end(
          new Execution.Lost(
              new OpenModalException(
                  ErrorCode.WORKER_START,
                  "No worker could be started for the app "
                      + key.app()
                      + ": "
                      + e
                      + ". Free some of this machine's memory and processes, and call again.",
                  e)),
          "");
      return;
    }
    if (execution.givenTo(to) > MOST_ATTEMPTS) {
      execution.end(
          new Execution.Lost(
              new OpenModalException(
                  ErrorCode.WORKER_LOST,
                  MOST_ATTEMPTS
                      + " workers ended before this call could start on them. See what else runs in the"
                      + " app "
                      + key.app()
                      + ", and try again.")),
          to.name());
    } else if (!to.accept(execution)) {
      give(execution);
    }
  }

  /** What a worker tells its pool. */
  final class Listener {
    void started(Execution execution) {
      execution
          .timeout()
          .ifPresent(
              limit ->
                  execution.timeoutAlarm(starter.alarms().after(limit, () -> timeOut(execution))));
    }

    void idle(Worker idle) {
      idle.closeAfter(scaledownWindow);
      if (wasIdle.compareAndSet(false, true)) {
        starter.archives().whenIdle(key, idle);
      }
    }

    void closed(Worker closed, List<Execution> unstarted) {
      synchronized (Pool.this) {
        if (worker == closed) {
          worker = null;
        }
      }
      for (Execution execution : unstarted) {
        if (execution.isCancelled()) {
          execution.end(Execution.asCancelled(execution), closed.name());
        } else {
          give(execution);
        }
      }
    }
  }

  private void timeOut(Execution execution) {
    if (!execution.isEnded()) {
      execution.timedOut();
      cancel(execution);
    }
  }
}
