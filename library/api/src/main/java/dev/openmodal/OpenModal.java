package dev.openmodal;

import dev.openmodal.bridge.Engines;

/**
 * The entry point: {@code import static dev.openmodal.OpenModal.*;}.
 *
 * <pre>{@code
 * var primes  = app("primes");
 * var isPrime = primes.function((Long n) -> LongStream.rangeClosed(2, (long) Math.sqrt(n)).noneMatch(d -> n % d == 0));
 * isPrime.remote(1_000_003L)    // true, computed in another process
 * }</pre>
 */
public final class OpenModal {
  private OpenModal() {}

  /**
   * The app of that name.
   *
   * @param name 1 to 63 lower-case letters, digits and dashes
   * @throws OpenModalException with {@link ErrorCode#INVALID_NAME} for any other name
   */
  public static App app(String name) {
    App app = new App(name);
    Engines.prepare();
    return app;
  }
}
