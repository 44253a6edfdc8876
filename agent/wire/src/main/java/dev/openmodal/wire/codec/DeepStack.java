package dev.openmodal.wire.codec;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread with a stack large enough for deeply nested values. The caller waits for it, so the
 * two never run at once. The stack is only reserved: what is not used takes no memory.
 */
final class DeepStack implements AutoCloseable {
  private static final long[] STACK_BYTES = {1L << 30, 1L << 28, 1L << 26};

  private @Nullable ExecutorService thread;

  /** Runs this on the large stack and waits for it. */
  <T extends @Nullable Object> T run(Callable<T> work) {
    Future<T> future = submit(work);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true; // the work is not interruptible; the caller is told afterwards
        } catch (ExecutionException e) {
          throw rethrown(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T extends @Nullable Object> Future<T> submit(Callable<T> work) {
    ExecutorService running = thread;
    if (running != null) {
      return running.submit(work);
    }
    for (int i = 0; ; i++) {
      ExecutorService started = start(STACK_BYTES[i], Thread.currentThread());
      try {
        Future<T> future = started.submit(work);
        thread = started;
        return future;
      } catch (OutOfMemoryError e) { // no room for such a stack
        if (i == STACK_BYTES.length - 1) {
          throw e;
        }
      }
    }
  }

  private static ExecutorService start(long stackBytes, Thread caller) {
    ClassLoader context = caller.getContextClassLoader();
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        work -> {
          Thread made = new Thread(null, work, "openmodal-deep-value", stackBytes);
          made.setDaemon(true);
          made.setContextClassLoader(context);
          return made;
        });
  }

  private static RuntimeException rethrown(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.shutdown();
      thread = null;
    }
  }
}
