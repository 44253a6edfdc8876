package dev.openmodal.engine.pool;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many calls a worker is given at a time, so that it need not wait for the next one: some
 * milliseconds of work beyond what runs, by how long calls of the same code ran so far.
 * Thread-safe.
 */
final class SendAhead {
  private static final long WORK_NANOS = 5_000_000;
  private static final int MOST = 256;
  private static final int MOST_KNOWN = 64;

  private final Map<String, Double> runNanos =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /** A call of that code ran so long. */
  synchronized void ran(String snapshotId, long nanos) {
    Double before = runNanos.get(snapshotId);
    runNanos.put(snapshotId, before == null ? nanos : before + (nanos - before) / 8);
  }

  /** How long a call of that code takes, or -1 where none has ended yet. */
  synchronized double expected(String snapshotId) {
    Double known = runNanos.get(snapshotId);
    return known == null ? -1 : known;
  }

  /**
   * How many calls like that one a worker has at most, those that run included. One that must not
   * run twice is not sent ahead: what ends the worker would also take the results of those before
   * it that are still on their way.
   *
   * @param concurrency how many run there at a time
   */
  int most(Execution execution, int concurrency) {
    if (execution.onLoss() == Execution.OnLoss.NEVER_AGAIN) {
      return concurrency;
    }
    double nanos = expected(execution.snapshot().id());
    double ahead = nanos < 0 ? 1 : Math.max(1, WORK_NANOS / Math.max(1, nanos));
    return concurrency + (int) Math.min(MOST, Math.ceil(ahead * concurrency));
  }
}
