package dev.openmodal.tests.repl;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Printed text as a page shows it, without what differs from run to run: numbers of processes and
 * snippets, times and sizes. {@code …} stands for anything.
 */
final class Masked {
  private final Pattern pattern;

  private Masked(Pattern pattern) {
    this.pattern = pattern;
  }

  static Masked of(String expected) {
    return new Masked(
        Pattern.compile(
            Arrays.stream(mask(expected).split("…", -1))
                .map(part -> Pattern.quote(part.strip()))
                .collect(Collectors.joining(".*?")),
            Pattern.DOTALL));
  }

  /** Whether it is all that was printed. */
  boolean matches(String printed) {
    return pattern.matcher(mask(printed)).matches();
  }

  /** Whether it is a part of what was printed. */
  boolean isIn(String printed) {
    return pattern.matcher(mask(printed)).find();
  }

  static String mask(String text) {
    return text.replaceAll("\\b(pid|worker) \\d+", "$1 N")
        .replaceAll("\\b\\d+(\\.\\d+)? (ns|µs|ms|s|min|h|B|KiB|MiB|GiB)\\b", "N")
        .replaceAll("(?m)^\\$\\d+ ==>", "\\$N ==>")
        .replaceAll("#\\d+:\\d+", "#N")
        .replaceAll("\\$[0-9a-f]{6,8}\\$\\d+", "\\$N")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
