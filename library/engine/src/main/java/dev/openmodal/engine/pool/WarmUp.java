package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Lets the JVMs at both ends of a connection compile what each message passes, before calls need
 * it: by messages that do nothing, one at a time, while nobody waits for anything in the pool.
 */
final class WarmUp {
  /** Enough for the first of a JVM's compilers, which takes what has run 200 times. */
  static final int MESSAGES = 400;

  private static final Duration QUIET = Duration.ofMillis(300);

  private final Alarms alarms;
  private final BooleanSupplier isFree;
  private final BooleanSupplier isQuiet;
  private final Runnable ping;

  @GuardedBy("this")
  private int left = MESSAGES;

  @GuardedBy("this")
  private boolean isPlanned;

  @GuardedBy("this")
  private boolean isOnItsWay;

  /**
   * @param isFree whether this worker has nothing to do
   * @param isQuiet whether nobody waits for anything
   * @param ping sends the message, whose answer {@link #answered} is told
   */
  WarmUp(Alarms alarms, BooleanSupplier isFree, BooleanSupplier isQuiet, Runnable ping) {
    this.alarms = alarms;
    this.isFree = isFree;
    this.isQuiet = isQuiet;
    this.ping = ping;
  }

  /** The worker has nothing to do now: goes on in a moment, if it is not done. */
  synchronized void soon() {
    if (left > 0 && !isPlanned) {
      isPlanned = true;
      alarms.after(QUIET, this::goOn);
    }
  }

  /** A message was answered. */
  void answered() {
    synchronized (this) {
      if (!isOnItsWay) {
        return; // nobody has asked
      }
      isOnItsWay = false;
    }
    next();
  }

  private void goOn() {
    synchronized (this) {
      isPlanned = false;
    }
    next();
  }

  private void next() {
    if (!isQuiet.getAsBoolean()) {
      if (isFree.getAsBoolean()) { // others have something to do
        soon();
      }
      return; // until the worker has nothing to do again
    }
    synchronized (this) {
      if (left == 0 || isOnItsWay) {
        return;
      }
      left--;
      isOnItsWay = true;
    }
    ping.run();
  }
}
