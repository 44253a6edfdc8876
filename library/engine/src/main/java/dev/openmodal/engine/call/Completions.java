package dev.openmodal.engine.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.bridge.OwnThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs what follows from a call's end and may take long, as it is user code: decoding, predicates,
 * what depends on a call. By one thread, in turn; where that has not come to a task within 50 ms,
 * as user code waits there, by one more.
 */
final class Completions implements Executor {
  private static final Duration PATIENCE = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int MOST_THREADS = 1000;

  @GuardedBy("this")
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private int threads;

  @GuardedBy("this")
  private int idle;

  @GuardedBy("this")
  private long taken;

  @GuardedBy("this")
  private boolean isWatched;

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      waiting.add(task);
      if (idle >= waiting.size()) {
        notify();
      } else if (threads == 0) {
        addThread();
      } else {
        notify();
        watch();
      }
    }
  }

  /** The same after a while. */
  void after(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, this).execute(task);
  }

  @GuardedBy("this")
  private void watch() {
    if (!isWatched) {
      isWatched = true;
      long before = taken;
      CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
          .execute(() -> look(before));
    }
  }

  private synchronized void look(long before) {
    isWatched = false;
    if (waiting.isEmpty()) {
      return;
    }
    if (threads == 0 || (taken == before && idle == 0 && threads < MOST_THREADS)) {
      addThread();
    }
    watch();
  }

  @GuardedBy("this")
  private void addThread() {
    try {
      OwnThreads.daemon("openmodal-completions", this::run).start();
      threads++;
    } catch (OutOfMemoryError e) {
      watch(); // perhaps there is room for one later
    }
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (Throwable e) {
        // A task tells its own failures to whoever waits for it.
      } finally {
        Thread.interrupted();
        Thread.currentThread().setContextClassLoader(null);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    long end = System.nanoTime() + IDLE.toNanos();
    idle++;
    while (waiting.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        idle--;
        threads--;
        return null;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        // by user code that has kept this thread: it is not its own any more
      }
    }
    idle--;
    taken++;
    return waiting.remove();
  }
}
