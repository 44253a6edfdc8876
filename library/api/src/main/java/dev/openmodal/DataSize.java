package dev.openmodal;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk.
 *
 * <pre>{@code
 * DataSize.parse("512Mi").bytes() // 536870912
 * DataSize.parse("1G").bytes() // 1000000000
 * new DataSize(2_150).toString() // "2.1 KiB"
 * DataSize.parse("much") // INVALID_OPTION
 * }</pre>
 *
 * @param bytes zero or more
 */
public record DataSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(|[KMGT]i?B?|B)");

  /**
   * Reads {@code "512Mi"}, {@code "2Gi"}, {@code "64MiB"}, {@code "1000"} (bytes), {@code "1G"}
   * (10<sup>9</sup>): Kubernetes' notation, with or without a B.
   *
   * @param text a number and a unit
   * @return that many bytes
   * @throws OpenModalException with {@link ErrorCode#INVALID_OPTION} for anything else
   */
  public static DataSize parse(String text) {
    Objects.requireNonNull(text, "size");
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new OpenModalException(
          ErrorCode.INVALID_OPTION,
          "\""
              + text
              + "\" is not a size. Write a number and a unit, such as 512Mi, 2Gi or 64MiB.");
    }
    String unit = form.group(2);
    long factor = 1;
    if (!unit.isEmpty() && !unit.equals("B")) {
      long step = unit.contains("i") ? 1024 : 1000;
      int power = "KMGT".indexOf(unit.charAt(0)) + 1;
      for (int i = 0; i < power; i++) {
        factor *= step;
      }
    }
    try {
      return new DataSize(Math.multiplyExact(Long.parseLong(form.group(1)), factor));
    } catch (ArithmeticException e) {
      throw new OpenModalException(
          ErrorCode.INVALID_OPTION,
          "\"" + text + "\" is more than a computer can address. Ask for less.");
    }
  }

  /** Short and for people: {@code 812 B}, {@code 2.1 KiB}, {@code 16 MiB}. */
  @Override
  public String toString() {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < 3) {
      value /= 1024;
      unit++;
    }
    String digits = String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    return digits.replace(".0", "") + " " + "KMGT".charAt(unit) + "iB";
  }
}
