package dev.openmodal.engine.pool;

import java.time.Duration;

/**
 * One worker, as people ask about it.
 *
 * @param app whose calls it runs
 * @param name such as {@code pid 4711}
 * @param calls how many it has that have not ended
 * @param age since it was made
 */
public record WorkerState(String app, String name, Phase phase, int calls, Duration age) {
  /** What it is about. */
  public enum Phase {
    STARTING,
    BUSY,
    IDLE,
    ENDING
  }
}
