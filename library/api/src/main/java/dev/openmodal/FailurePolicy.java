package dev.openmodal;

/**
 * What happens when inputs fail or their workers are lost.
 *
 * <pre>{@code
 * var f = app("sums").function((Integer n) -> n).retries(2).failFast();
 * f.spec().options().failures().failFast() // true
 * f.atMostOnce() // INVALID_OPTION: nothing could run a second time
 * }</pre>
 *
 * @param retries how often code that throws runs again
 * @param atMostOnce whether an input whose worker is lost while it runs ends with that, rather than
 *     running again elsewhere
 * @param failFast whether the first failure ends a whole {@code map}
 */
public record FailurePolicy(Retries retries, boolean atMostOnce, boolean failFast) {
  static final FailurePolicy DEFAULT = new FailurePolicy(Retries.NONE, false, false);

  /**
   * Checks the values.
   *
   * @param retries how often code that throws runs again
   * @param atMostOnce whether nothing runs twice
   * @param failFast whether the first failure ends a whole {@code map}
   * @throws OpenModalException with {@link ErrorCode#INVALID_OPTION} for retries of what runs once
   */
  public FailurePolicy {
    if (atMostOnce && retries.count() > 0) {
      throw WorkerOptions.invalid(
          "retries",
          retries.count(),
          "with atMostOnce() nothing runs a second time. Leave out one of the two.");
    }
  }
}
