package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.wire.StreamWindow;

/** Lets a worker send further elements of a result as those before are used. Thread-safe. */
public final class ElementFlow {
  /** Used elements are told of together. */
  private static final int TOLD_TOGETHER = StreamWindow.MOST_ELEMENTS / 4;

  private static final long BYTES_TOLD_TOGETHER = 256 * 1024;

  private final Teller teller;
  private final StreamWindow window = new StreamWindow();

  @GuardedBy("this")
  private int elements;

  @GuardedBy("this")
  private long bytes;

  /** Tells the worker how many elements were used, and how large they were. */
  interface Teller {
    void taken(int elements, long bytes);
  }

  ElementFlow(Teller teller) {
    this.teller = teller;
  }

  /** One more has come; false if the worker has not waited as it has to. */
  boolean arrived(long size) {
    boolean wasAllowed = window.hasRoom();
    window.sent(size);
    return wasAllowed;
  }

  /**
   * One was used.
   *
   * @param isLast whether none waits here
   */
  public synchronized void taken(long size, boolean isLast) {
    elements++;
    bytes += size;
    if (isLast || elements >= TOLD_TOGETHER || bytes >= BYTES_TOLD_TOGETHER) {
      window.taken(elements, bytes); // before the worker sends what it now may
      teller.taken(elements, bytes);
      elements = 0;
      bytes = 0;
    }
  }
}
