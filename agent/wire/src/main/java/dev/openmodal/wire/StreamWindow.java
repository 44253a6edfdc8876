package dev.openmodal.wire;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * How much of a stream's elements may be on their way, or wait to be used: {@value #MOST_ELEMENTS}
 * elements, and 1 MiB or one element that is larger. Both ends count: the one that sends waits, the
 * one that receives refuses what is beyond. Thread-safe.
 */
public final class StreamWindow {
  /** So many elements. */
  public static final int MOST_ELEMENTS = 512;

  private static final long MOST_BYTES = 1 << 20;

  @GuardedBy("this")
  private int elements;

  @GuardedBy("this")
  private long bytes;

  /** Waits until one more may be sent. */
  public synchronized void awaitRoom() throws InterruptedException {
    while (!hasRoom()) {
      wait();
    }
  }

  /** Waits until less than so many bytes are on their way or wait to be used. */
  public synchronized void awaitBelow(long limit) throws InterruptedException {
    while (bytes >= limit) {
      wait();
    }
  }

  /** Whether one more may be sent. */
  public synchronized boolean hasRoom() {
    return elements < MOST_ELEMENTS && bytes < MOST_BYTES;
  }

  /** One of that size is on its way. */
  public synchronized void sent(long size) {
    elements++;
    bytes += size;
  }

  /** So many were used. */
  public synchronized void taken(int count, long size) {
    elements -= count;
    bytes -= size;
    notifyAll();
  }
}
