package dev.openmodal.engine.call;

import dev.openmodal.engine.output.InputLines;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Payload;
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
  private @Nullable Payload arguments;
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

  /** What it is encoded to; closed when it is over. */
  void encoded(Payload bytes) {
    arguments = bytes;
  }

  /** It is run by this from now on. */
  void runBy(Execution attempt) {
    execution = attempt;
  }

  @Nullable Execution execution() {
    return execution;
  }

  Execution.@Nullable Ended ended() {
    return ended;
  }

  /** Why it was never sent, or not run to its end. */
  @Nullable Throwable refusal() {
    return refusal;
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

  /** How long it has been under way. */
  long nanos() {
    return endedAt - takenAt;
  }

  void isOver(Execution.@Nullable Ended end, @Nullable Throwable why) {
    ended = end;
    refusal = why;
    endedAt = System.nanoTime();
    Payload sent = arguments;
    if (sent != null) {
      arguments = null;
      sent.close();
    }
  }

  @Override
  public void take(Execution.Event event) {
    if (event instanceof Execution.Output output) {
      synchronized (this) {
        if (lines == null) {
          lines = new InputLines(index);
        }
        map.print(output.error(), lines.add(output.error(), output.bytes()), output);
      }
    } else if (event instanceof Execution.Ended end) {
      synchronized (this) {
        if (lines != null) {
          map.print(false, lines.rest(false), null);
          map.print(true, lines.rest(true), null);
        }
      }
      map.ended(this, end);
    }
  }

  @Override
  public boolean isBehind() {
    return map.isBehind();
  }
}
