package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.IntConsumer;

/**
 * Bounds the output that waits here for its caller: beyond 4 MiB no further message is asked for
 * until the caller has taken some, so that remote code that prints fast waits instead of filling
 * this JVM. A message counts for more than its bytes: many of one byte take room, too.
 */
final class OutputBudget {
  private static final long MOST_WAITING = 4L * 1024 * 1024;

  private static final int MESSAGE = 128;

  private final IntConsumer request;

  @GuardedBy("this")
  private long waiting;

  @GuardedBy("this")
  private int owed;

  /**
   * @param request asks for that many further messages
   */
  OutputBudget(IntConsumer request) {
    this.request = request;
  }

  /** What output takes here until it is shown. */
  static long weight(int bytes) {
    return (long) MESSAGE + bytes;
  }

  void arrived(int bytes) {
    synchronized (this) {
      waiting += weight(bytes);
    }
  }

  /** One message was dealt with: ask for the next, or owe it. */
  void next() {
    synchronized (this) {
      if (waiting > MOST_WAITING) {
        owed++;
        return;
      }
    }
    request.accept(1);
  }

  void taken(int bytes) {
    int due = 0;
    synchronized (this) {
      waiting -= weight(bytes);
      if (waiting <= MOST_WAITING) {
        due = owed;
        owed = 0;
      }
    }
    if (due > 0) {
      request.accept(due);
    }
  }
}
