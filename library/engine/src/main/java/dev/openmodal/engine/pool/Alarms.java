package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.openmodal.bridge.OwnThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs short actions after a while, on one thread: timeouts, graces, scale-downs. */
final class Alarms {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, work -> OwnThreads.daemon("openmodal-timer", work));

  Alarms() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Runs the action after the delay, unless it is cancelled before. */
  @CanIgnoreReturnValue
  Future<?> after(Duration delay, Runnable action) {
    // one of centuries is as good as the longest that there is
    return timer.schedule(action, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
  }
}
