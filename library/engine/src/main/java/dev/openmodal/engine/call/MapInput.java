package dev.openmodal.engine.call;

import dev.openmodal.Outcome;
import dev.openmodal.engine.output.InputLines;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One input of a map: what is sent of it, its runs so far, and how it ended. */
final class MapInput implements Execution.Receiver {
  private final MapRun map;
  private final long index;
  private final @Nullable Object value;
  private final long takenAt = System.nanoTime();
  private volatile @Nullable Execution execution;
  private volatile Execution.@Nullable Ended ended;
  private volatile @Nullable Throwable refusal;
  private volatile long endedAt;
  private long argumentBytes;
  private @Nullable Payload arguments;
  private boolean isOver;
  private @Nullable InputLines lines;
  private int failures;

  MapInput(MapRun map, long index, @Nullable Object value) {
    this.map = map;
    this.index = index;
    this.value = value;
  }

  long index() {
    return index;
  }

  @Nullable Object value() {
    return value;
  }

  /** What it is encoded to; closed when it is over, which it may be already. */
  synchronized void encoded(Payload bytes) {
    argumentBytes = bytes.size(); // as much as the value takes, about
    map.hold(argumentBytes + bytes.sizeInMemory());
    arguments = bytes;
    if (isOver) {
      letGoOfArguments();
    }
  }

  private void letGoOfArguments() {
    Payload sent = arguments;
    if (sent != null) {
      arguments = null;
      map.hold(-sent.sizeInMemory());
      sent.close();
    }
  }

  /** How much its value takes, as long as it is not taken. */
  synchronized long argumentBytes() {
    return argumentBytes;
  }

  /** How much its result takes. */
  long resultBytes() {
    Execution.Ended end = ended;
    if (end != null && end.end() instanceof Execution.Failed failed) {
      return failed.threw().getThrowable().size();
    }
    return end != null && end.end() instanceof Execution.Returned returned
        ? returned.value().sizeInMemory()
        : 0;
  }

  /** It is run by this from now on. */
  void runBy(Execution attempt) {
    execution = attempt;
  }

  @Nullable Execution execution() {
    return execution;
  }

  /** How often its code has failed. */
  int failures() {
    return failures;
  }

  int failedOnce() {
    return ++failures;
  }

  /** How often its code was started. */
  int attempts() {
    Execution last = execution;
    Execution.Ended end = ended;
    int counted = failures + (last == null ? 0 : last.losses());
    return end == null || end.worker().isEmpty() || isCounted(end) ? counted : counted + 1;
  }

  /** Whether its end is one of the failures or losses that are counted. */
  private static boolean isCounted(Execution.Ended end) {
    return ResultReader.isOwnFailure(end) || end.end() instanceof Execution.Lost;
  }

  /**
   * It is over.
   *
   * @param why why it was never sent, or not run to its end
   * @return false if it was before
   */
  synchronized boolean isOver(Execution.@Nullable Ended end, @Nullable Throwable why) {
    if (isOver) {
      return false;
    }
    isOver = true;
    ended = end;
    refusal = why;
    endedAt = System.nanoTime();
    letGoOfArguments();
    return true;
  }

  /** Nobody takes it. */
  void drop() {
    Execution.Ended end = ended;
    if (end != null) {
      end.end().drop();
    }
  }

  /** What whoever takes it gets, and which does not hold this. */
  Outcome<@Nullable Object, @Nullable Object> outcome(MapInputs inputs) {
    Object result = null;
    Throwable error = refusal;
    Execution.Ended end = ended;
    Execution last = execution;
    long runNanos = 0;
    String worker = "";
    if (end != null && last != null) {
      worker = end.worker();
      runNanos = runNanos(end);
      try {
        result = inputs.code().results().read(end, last);
      } catch (Throwable e) {
        error = e;
      }
    }
    Object input = value;
    return new Outcome<@Nullable Object, @Nullable Object>(
        index,
        input,
        result,
        error,
        new Outcome.Details(
            attempts(),
            worker,
            Duration.ofNanos(Math.max(0, endedAt - takenAt - runNanos)),
            Duration.ofNanos(runNanos)),
        () -> inputs.runHere(input));
  }

  private static long runNanos(Execution.Ended end) {
    if (end.end() instanceof Execution.Returned returned) {
      return returned.runNanos();
    }
    return end.end() instanceof Execution.Failed failed
        ? Math.max(0, failed.threw().getRunNanos())
        : 0;
  }

  @Override
  public void take(Execution.Event event) {
    if (event instanceof Execution.Output output) {
      synchronized (this) {
        if (lines == null) {
          lines = new InputLines(index);
        }
        map.output().print(output, lines.add(output.error(), output.bytes()));
      }
    } else if (event instanceof Execution.Ended end) {
      synchronized (this) {
        if (lines != null) {
          map.output().print(false, lines.rest(false));
          map.output().print(true, lines.rest(true));
        }
      }
      map.ended(this, end);
    }
  }

  @Override
  public boolean isBehind() {
    return map.output().isBehind();
  }
}
