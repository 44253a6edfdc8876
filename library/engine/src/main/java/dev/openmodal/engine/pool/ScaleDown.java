package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a worker some time after its last call. Calls follow each other faster than alarms are set
 * and called off, so one alarm stays and looks, when it rings, whether there was a call since.
 */
final class ScaleDown {
  private static final long LONGEST = Long.MAX_VALUE / 2; // that nanoTime can be compared with

  private final Alarms alarms;
  private final Runnable close;

  @GuardedBy("this")
  private @Nullable Future<?> alarm;

  @GuardedBy("this")
  private long rings;

  @GuardedBy("this")
  private long due;

  /**
   * @param close closes the worker, unless it has a call
   */
  ScaleDown(Alarms alarms, Runnable close) {
    this.alarms = alarms;
    this.close = close;
  }

  /** The worker has no call now: it is closed after the delay, unless this is told again. */
  synchronized void after(Duration delay) {
    due = System.nanoTime() + Math.min(LONGEST, TimeUnit.NANOSECONDS.convert(delay));
    if (alarm != null && rings - due > 0) {
      alarm.cancel(false);
      alarm = null;
    }
    if (alarm == null) {
      set();
    }
  }

  synchronized void callOff() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  @GuardedBy("this")
  private void set() {
    rings = due;
    alarm = alarms.after(Duration.ofNanos(due - System.nanoTime()), this::ring);
  }

  private void ring() {
    synchronized (this) {
      if (alarm == null) {
        return; // called off in this moment
      }
      alarm = null;
      if (due - System.nanoTime() > 0) {
        set();
        return;
      }
    }
    close.run();
  }
}
