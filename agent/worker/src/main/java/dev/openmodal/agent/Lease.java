package dev.openmodal.agent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What keeps this worker alive: it lapses when nothing was heard of the client for so long. Time in
 * which this process was stopped itself, as a paused container is, does not count.
 */
final class Lease {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Duration length;
  private volatile boolean isHeard;

  private Lease(Duration length) {
    this.length = length;
  }

  /**
   * Begins to count.
   *
   * @param seconds how long it is; 0 for ever
   * @param lapse what happens then
   */
  static Lease start(int seconds, Runnable lapse) {
    Lease lease = new Lease(Duration.ofSeconds(seconds));
    if (seconds > 0) {
      Daemons.named("openmodal-lease").newThread(() -> lease.watch(lapse)).start();
    }
    return lease;
  }

  /** The client has said something. */
  void renew() {
    isHeard = true;
  }

  private void watch(Runnable lapse) {
    Duration silent = Duration.ZERO;
    try {
      while (silent.compareTo(length) < 0) {
        long before = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
        Duration slept = Duration.ofNanos(System.nanoTime() - before);
        silent = isHeard ? Duration.ZERO : silent.plus(shorter(slept, TICK.multipliedBy(2)));
        isHeard = false;
      }
      lapse.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
