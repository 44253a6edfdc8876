package dev.openmodal;

import java.util.List;

/**
 * Some inputs of a {@code map} have failed. The others have their results, which are not lost:
 * {@link MapResults#outcomes} has all of them, and {@code outcomes().failed().rerun()} runs the
 * failed inputs again.
 *
 * <pre>{@code
 * var inverse = app("map").function((Integer n) -> 1 / n);
 * int failed = 0;
 * try {
 *   inverse.map(List.of(1, 0)).toList();
 * } catch (MapFailedException e) {
 *   failed = e.failed().size();
 * }
 * failed // 1
 * inverse.map(List.of(1, 0)).toList() // MapFailedException
 * }</pre>
 */
public final class MapFailedException extends OpenModalException {
  private static final long serialVersionUID = 1;

  private static final int SHOWN = 3;

  private final transient List<? extends Outcome<?, ?>> failed;

  MapFailedException(
      String app, long succeeded, long stopped, List<? extends Outcome<?, ?>> failed) {
    super(ErrorCode.MAP_FAILED, message(app, succeeded, stopped, failed), cause(failed));
    this.failed = failed;
  }

  /** {@return the inputs that have failed, in their order; then those that were stopped} */
  public List<? extends Outcome<?, ?>> failed() {
    return failed;
  }

  private static Throwable cause(List<? extends Outcome<?, ?>> failed) {
    return failed.get(0).error().orElseThrow();
  }

  private static String message(
      String app, long succeeded, long stopped, List<? extends Outcome<?, ?>> failed) {
    StringBuilder text = new StringBuilder();
    long ofCode = failed.size() - stopped;
    if (ofCode == 0) {
      text.append("A map of the app ").append(app).append(" was stopped");
    } else {
      text.append(ofCode == 1 ? "1 input" : ofCode + " inputs");
      text.append(" of a map of the app ").append(app).append(" failed");
    }
    text.append(" (").append(succeeded).append(" succeeded");
    text.append(ofCode == 0 ? "" : ", " + ofCode + " failed");
    text.append(stopped == 0 ? "" : ", " + stopped + " were stopped");
    text.append(ofCode == 0 ? ").\n" : "):\n");
    long shown = Math.min(SHOWN, ofCode); // they come before those that were stopped
    for (Outcome<?, ?> each : failed.subList(0, (int) shown)) {
      text.append("  input ").append(each.index()).append(": ");
      text.append(each.error().orElseThrow()).append('\n');
    }
    if (ofCode > shown) {
      text.append("  and ").append(ofCode - shown).append(" more\n");
    }
    String which =
        stopped == 0
            ? "these inputs"
            : ofCode == 0
                ? "those that were stopped"
                : "those that failed and those that were stopped";
    return text
        + "The other results are in outcomes(); outcomes().failed().rerun() runs "
        + which
        + " again.";
  }
}
