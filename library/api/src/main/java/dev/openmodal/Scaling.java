package dev.openmodal;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many workers a function has.
 *
 * <pre>{@code
 * var f = app("sums").function((Integer n) -> n).maxContainers(3).concurrency(2);
 * f.spec().options().scaling().concurrency() // 2
 * f.spec().options().scaling().scaledownWindow().toSeconds() // 60
 * f.maxContainers(0) // INVALID_OPTION
 * }</pre>
 *
 * @param minContainers so many are kept warm once the function was called; 0 by default
 * @param maxContainers there are never more; by default as many as this machine has processors
 * @param concurrency how many inputs run in one worker at a time; 1 by default
 * @param scaledownWindow how long a worker without work stays warm; 60 s by default
 */
public record Scaling(
    int minContainers, OptionalInt maxContainers, int concurrency, Duration scaledownWindow) {
  static final Scaling DEFAULT = new Scaling(0, OptionalInt.empty(), 1, Duration.ofSeconds(60));

  private static final int MOST_CONTAINERS = 10_000;
  private static final int MOST_CONCURRENT = 1000;

  Scaling withMinContainers(int count) {
    if (count < 0 || count > MOST_CONTAINERS) {
      throw WorkerOptions.invalid(
          "minContainers", count, "it is 0 to " + MOST_CONTAINERS + ". Give such a number.");
    }
    return new Scaling(count, maxContainers, concurrency, scaledownWindow).checked();
  }

  Scaling withMaxContainers(int count) {
    if (count < 1 || count > MOST_CONTAINERS) {
      throw WorkerOptions.invalid(
          "maxContainers", count, "it is 1 to " + MOST_CONTAINERS + ". Give such a number.");
    }
    return new Scaling(minContainers, OptionalInt.of(count), concurrency, scaledownWindow)
        .checked();
  }

  private Scaling checked() {
    if (maxContainers.isPresent() && maxContainers.getAsInt() < minContainers) {
      throw WorkerOptions.invalid(
          "minContainers",
          minContainers,
          "it is more than maxContainers("
              + maxContainers.getAsInt()
              + "). Make that as large, or ask for fewer.");
    }
    return this;
  }

  Scaling withConcurrency(int inputs) {
    if (inputs < 1 || inputs > MOST_CONCURRENT) {
      throw WorkerOptions.invalid(
          "concurrency", inputs, "it is 1 to " + MOST_CONCURRENT + ". Give such a number.");
    }
    return new Scaling(minContainers, maxContainers, inputs, scaledownWindow);
  }

  Scaling withScaledownWindow(Duration window) {
    if (window.isNegative()) {
      throw WorkerOptions.invalid(
          "scaledownWindow", window, "the window is zero or more. Give Duration.ofSeconds(…).");
    }
    return new Scaling(minContainers, maxContainers, concurrency, window);
  }
}
