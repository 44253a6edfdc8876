package dev.openmodal.engine.output;

import java.time.Duration;
import java.util.Locale;

/** Durations for people. */
public final class Durations {
  private Durations() {}

  /** {@code 2 s}, {@code 250 ms}, {@code 5 min}, {@code 1.5 h}. */
  public static String text(Duration duration) {
    double seconds = duration.getSeconds() + duration.getNano() / 1e9;
    if (seconds < 0.9995) { // what is rounded to a second is one
      return number(seconds * 1000, seconds < 0.01 ? "%.1f" : "%.0f") + " ms";
    }
    if (seconds < 120) {
      return number(seconds, "%.1f") + " s";
    }
    return seconds < 7200
        ? number(seconds / 60, "%.1f") + " min"
        : number(seconds / 3600, "%.1f") + " h";
  }

  /** In whole seconds: {@code 5 s}, {@code 1:05 min}, {@code 2:30 h}. */
  public static String whole(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }

  private static String number(double value, String format) {
    String text = String.format(Locale.ROOT, format, value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
