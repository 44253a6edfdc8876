package dev.openmodal.spi;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of what an instance writes to one stream, for who waits until all of it has been handed
 * on. One thread hands on and says how it stands.
 */
public final class StreamEnd {
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean isHandingOn;

  /** Not reached yet. */
  public StreamEnd() {}

  /** Says whether something is being handed on now, rather than waited for. */
  public void handsOn(boolean isNow) {
    isHandingOn = isNow;
  }

  /** All has been handed on. */
  public void reach() {
    end.countDown();
  }

  /**
   * Answers whether all has been handed on within the time.
   *
   * @param millis the time to wait
   * @param untilTaken whether that does not count while whoever takes it is not ready for more
   */
  public boolean await(long millis, boolean untilTaken) {
    try {
      while (!end.await(millis, TimeUnit.MILLISECONDS)) {
        if (!untilTaken || !isHandingOn) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
