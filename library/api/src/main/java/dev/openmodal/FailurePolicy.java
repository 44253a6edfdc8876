package dev.openmodal;

/**
 * What happens when inputs fail or their workers are lost.
 *
 * @param retries how often code that throws runs again
 * @param atMostOnce whether an input whose worker is lost while it runs ends with that, rather than
 *     running again elsewhere
 * @param failFast whether the first failure ends a whole {@code map}
 */
public record FailurePolicy(Retries retries, boolean atMostOnce, boolean failFast) {
  static final FailurePolicy DEFAULT = new FailurePolicy(Retries.NONE, false, false);

  /** Checks the values. */
  public FailurePolicy {
    if (atMostOnce && retries.count() > 0) {
      throw WorkerOptions.invalid(
          "retries",
          retries.count(),
          "with atMostOnce() nothing runs a second time. Leave out one of the two.");
    }
  }
}
