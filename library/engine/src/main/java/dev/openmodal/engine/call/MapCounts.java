package dev.openmodal.engine.call;

import dev.openmodal.engine.cell.MapStrip;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.Durations;
import dev.openmodal.engine.output.Progress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How far a map has got, and how much it holds. Thread-safe. */
final class MapCounts {
  /** So many inputs are given to the pool at a time. */
  private static final int MOST_UNDER_WAY = 4096;

  /** So far is the source ahead of the results that were taken. */
  private static final int MOST_AHEAD = 8192;

  /** So much is kept here of inputs that were taken from the source and results that were not. */
  private static final long MOST_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

  private final long start = System.nanoTime();
  private final AtomicLong pulled = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong stopped = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean isExhausted;
  private volatile boolean isClosed;
  private volatile boolean isAbandoned;
  private volatile long endedAt;

  /** How many inputs the source has given. */
  long pulled() {
    return pulled.get();
  }

  void pulledOne() {
    pulled.incrementAndGet();
  }

  /** An input has ended. */
  void endedOne(MapStrip.End end) {
    switch (end) {
      case DONE -> {}
      case FAILED -> failed.incrementAndGet();
      case STOPPED -> stopped.incrementAndGet();
    }
    ended.incrementAndGet();
    noteEnd();
  }

  /** Its end was handed out, or will never be. */
  void tookOne() {
    taken.incrementAndGet();
  }

  boolean hasFailures() {
    return failed.get() > 0;
  }

  /** The source gives no more. */
  void exhausted() {
    isExhausted = true;
    noteEnd();
  }

  void closed() {
    isClosed = true;
    noteEnd();
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Nobody takes ends any more. */
  void abandoned() {
    isAbandoned = true;
  }

  boolean isAbandoned() {
    return isAbandoned;
  }

  /** More is held, or less where negative. */
  void hold(long more) {
    bytes.addAndGet(more);
  }

  private void noteEnd() {
    if (isOver() && endedAt == 0) {
      endedAt = System.nanoTime();
    }
  }

  /** Whether all inputs have ended that there will be. */
  boolean isOver() {
    return (isExhausted || isClosed) && ended.get() == pulled.get();
  }

  /** Whether one more input may be taken from the source. */
  boolean hasRoom() {
    return pulled.get() - ended.get() < MOST_UNDER_WAY
        && (isAbandoned || pulled.get() - taken.get() < MOST_AHEAD)
        && (bytes.get() < MOST_BYTES || pulled.get() == taken.get());
  }

  /** Whether nothing goes on before somebody takes ends, or at all. */
  boolean isSettled() {
    return isOver() || (!isExhausted && !hasRoom() && pulled.get() == ended.get());
  }

  /**
   * For the line that is shown while somebody waits.
   *
   * @param workers how many there are, those that start included
   * @param starting how many of them start
   * @param runs how many inputs run now
   */
  Progress.State state(int workers, int starting, long runs) {
    long open = pulled.get() - ended.get();
    long running = Math.min(open, runs); // some may have ended since it was counted
    return new Progress.State(
        ended.get() - failed.get() - stopped.get(),
        failed.get(),
        stopped.get(),
        running,
        open - running,
        isExhausted,
        workers,
        starting,
        (isOver() ? endedAt : System.nanoTime()) - start);
  }

  /**
   * For whoever asks about it among others.
   *
   * @param isFailure whether it was a failure that has ended it early
   */
  CallState state(long id, String app, boolean isFailure, long printed) {
    boolean isOver = isOver();
    CallState.Phase phase;
    if (!isOver) {
      phase = CallState.Phase.RUNNING;
    } else if (isFailure) {
      phase = CallState.Phase.FAILED;
    } else if (isClosed) { // which nothing is that has ended before
      phase = CallState.Phase.CANCELLED;
    } else {
      phase = failed.get() > 0 ? CallState.Phase.FAILED : CallState.Phase.DONE;
    }
    return new CallState(
        id,
        CallState.Kind.MAP,
        app,
        phase,
        Duration.ofNanos((isOver ? endedAt : System.nanoTime()) - start),
        "",
        ends() + (isOver ? "" : " of " + pulled.get() + (isExhausted ? "" : " so far")),
        printed);
  }

  private String ends() {
    return (ended.get() - failed.get() - stopped.get())
        + " done"
        + (failed.get() == 0 ? "" : ", " + failed.get() + " failed")
        + (stopped.get() == 0 ? "" : ", " + stopped.get() + " stopped");
  }

  /** One line. */
  String describe(String app) {
    boolean isOver = isOver();
    long now = isOver ? endedAt : System.nanoTime();
    StringBuilder text = new StringBuilder();
    text.append("map of app ").append(app).append(": ");
    text.append(pulled.get()).append(" inputs").append(isExhausted ? "" : " so far");
    text.append(", ").append(ends());
    if (!isOver) {
      text.append(", ").append(pulled.get() - ended.get()).append(" under way");
    }
    text.append(isOver ? " in " : " after ");
    text.append(Durations.text(Duration.ofNanos(now - start)));
    if (!isExhausted && pulled.get() - taken.get() >= MOST_AHEAD) {
      text.append("; goes on when results are taken");
    }
    return text.toString();
  }
}
