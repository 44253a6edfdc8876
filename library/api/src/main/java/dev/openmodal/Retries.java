package dev.openmodal;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How often code that fails by itself, with an exception of its own, runs again. Immutable.
 *
 * <pre>{@code
 * var tries = Retries.of(3).delay(Duration.ofSeconds(1)).backoff(2);
 * tries.delayAfter(3).toSeconds() // 4
 * tries.when(e -> e instanceof IOException).isFor(new ArithmeticException()) // false
 * Retries.of(-1) // INVALID_OPTION
 * app("sums").function(() -> 42).retries(tries).remote() // 42
 * }</pre>
 *
 * @param count how often it runs again at most; 0 by default
 * @param delay how long before it runs again for the first time; none by default
 * @param backoff by how much each further delay is longer than the one before; 1 by default
 * @param when for which of its exceptions, asked in this JVM; for all by default
 */
public record Retries(
    int count, Duration delay, double backoff, Optional<Predicate<Throwable>> when) {
  private static final int MOST = 1000;
  private static final Duration LONGEST = Duration.ofDays(1);
  static final Retries NONE = new Retries(0, Duration.ZERO, 1, Optional.empty());

  /**
   * Checks the values.
   *
   * @param count how often it runs again, 0 to 1000
   * @param delay how long before it runs again for the first time, up to one day
   * @param backoff by how much each further delay is longer, 1 to 100
   * @param when for which of its exceptions; for all where there is none
   * @throws OpenModalException with {@link ErrorCode#INVALID_OPTION} for other values
   */
  public Retries {
    Objects.requireNonNull(delay, "delay");
    Objects.requireNonNull(when, "when");
    if (count < 0 || count > MOST) {
      throw WorkerOptions.invalid("retries", count, "it is 0 to " + MOST + ". Give such a number.");
    }
    if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw WorkerOptions.invalid(
          "delay", delay, "it is zero to one day. Give Duration.ofSeconds(…).");
    }
    if (!(backoff >= 1) || backoff > 100) {
      throw WorkerOptions.invalid("backoff", backoff, "it is 1 to 100. Give such a number.");
    }
  }

  /**
   * So many, without delay, whatever is thrown.
   *
   * @param count 0 to 1000
   * @return such retries
   */
  public static Retries of(int count) {
    return new Retries(count, NONE.delay, NONE.backoff, NONE.when);
  }

  /**
   * Waits before it runs again.
   *
   * @param first the first delay, up to one day
   * @return such retries
   */
  public Retries delay(Duration first) {
    return new Retries(count, first, backoff, when);
  }

  /**
   * Waits longer each time, up to one day.
   *
   * @param factor 1 to 100
   * @return such retries
   */
  public Retries backoff(double factor) {
    return new Retries(count, delay, factor, when);
  }

  /**
   * Runs again only where this says so of what was thrown.
   *
   * @param worthIt runs in this JVM
   * @return such retries
   */
  public Retries when(Predicate<Throwable> worthIt) {
    return new Retries(count, delay, backoff, Optional.of(worthIt));
  }

  /**
   * {@return whether code that has thrown this may run again}
   *
   * @param thrown what the code has thrown
   */
  public boolean isFor(Throwable thrown) {
    return when.isEmpty() || when.get().test(thrown);
  }

  /**
   * {@return how long to wait before the next run}
   *
   * @param failures how many runs have failed, at least 1
   */
  public Duration delayAfter(int failures) {
    double seconds = delay.toNanos() / 1e9 * Math.pow(backoff, failures - 1);
    return seconds >= LONGEST.toSeconds() ? LONGEST : Duration.ofNanos((long) (seconds * 1e9));
  }
}
