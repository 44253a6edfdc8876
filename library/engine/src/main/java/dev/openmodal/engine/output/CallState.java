package dev.openmodal.engine.output;

import java.time.Duration;
import java.util.Locale;

/**
 * How something stands that goes on by itself, as people ask about it.
 *
 * @param id its number among those of this client
 * @param app whose code it runs
 * @param time since it was started, or how long it took
 * @param worker of a call, where it runs or has ended, such as {@code pid 4711}; else empty
 * @param detail of a map, how many of its inputs are done; of a call that has failed, with what
 * @param printed how many bytes it has printed
 */
public record CallState(
    long id,
    Kind kind,
    String app,
    Phase phase,
    Duration time,
    String worker,
    String detail,
    long printed) {
  /** What it is. */
  public enum Kind {
    /** One call, started by {@code spawn}. */
    CALL,
    /** Many, started by {@code map}. */
    MAP
  }

  /** How far it is. */
  public enum Phase {
    WAITING("waiting"),
    RUNNING("running"),
    DONE("done"),
    FAILED("failed"),
    CANCELLED("cancelled");

    private final String word;

    Phase(String word) {
      this.word = word;
    }

    /** As it is said of one. */
    public String word() {
      return word;
    }
  }

  /** Whether it goes on no more. */
  public boolean isOver() {
    return phase != Phase.WAITING && phase != Phase.RUNNING;
  }

  /** What it is called in a sentence: {@code call 3 of app x}. */
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + id + " of app " + app;
  }

  /** {@code done in 2.1 s on pid 4711}. */
  public String standing() {
    return phase.word()
        + (phase == Phase.DONE ? " in " : isOver() ? " after " : " for ")
        + Durations.text(time)
        + (worker.isEmpty() ? "" : " on " + worker);
  }

  /** {@code call 3 of app x: done in 2.1 s on pid 4711}. */
  public String line() {
    return name() + ": " + standing() + (detail.isEmpty() ? "" : ": " + detail);
  }
}
