package dev.openmodal.engine.pool;

import dev.openmodal.spi.InstanceUsage;
import java.time.Duration;
import java.util.Optional;

/**
 * One worker, as people ask about it.
 *
 * @param app whose calls it runs
 * @param name such as {@code pid 4711}
 * @param calls how many it has that have not ended
 * @param age since it was made
 * @param usage what it takes, where its provider knows
 */
public record WorkerState(
    String app, String name, Phase phase, int calls, Duration age, Optional<InstanceUsage> usage) {
  /** What it is about. */
  public enum Phase {
    STARTING,
    BUSY,
    IDLE,
    ENDING
  }
}
