package dev.openmodal.wire.codec;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From what a formatter of dates says of itself, such as {@code Value(DayOfMonth,2)'/'}, back to a
 * pattern, {@code dd'/'}. Which letters make which parts is asked of Java itself.
 */
final class DatePattern {
  private static final String LETTERS = "GuyDMLdgQqYwWEecFaBhKkHmsSAnNVzvOXxZ";
  private static final int MOST_LETTERS = 19;

  /** From the part to its shortest letters. */
  private static final Map<String, String> PARTS = parts();

  private static final String NO_LITERAL =
      "(?<bracket>[\\[\\]])"
          + "|Pad\\((?<padded>\\w+\\([^()]*\\)),(?<width>\\d+)\\)"
          + "|(?<part>\\w+\\((?:[^()']|'[^']*')*\\))"
          + "|'(?<literal>[^']?";

  /** Two quotes in a row are a quote, or the end of a literal and the start of the next. */
  private static final List<Pattern> TOKENS =
      List.of(
          Pattern.compile(NO_LITERAL + "|(?:[^']|'')*)'"),
          Pattern.compile(NO_LITERAL + "|[^']*)'"));

  private DatePattern() {}

  /** The patterns that may make it, best first. */
  static List<String> of(String text) {
    List<String> patterns = new ArrayList<>();
    for (Pattern tokens : TOKENS) {
      String pattern = of(text, tokens);
      if (pattern != null && !patterns.contains(pattern)) {
        patterns.add(pattern);
      }
    }
    return patterns;
  }

  private static @Nullable String of(String text, Pattern tokens) {
    StringBuilder pattern = new StringBuilder();
    Matcher token = tokens.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!token.find(at) || token.start() != at) {
        return null;
      }
      at = token.end();
      String next = next(token);
      if (next == null) {
        return null;
      }
      pattern.append(next);
    }
    return pattern.toString();
  }

  private static @Nullable String next(Matcher token) {
    if (token.group("bracket") != null) {
      return token.group("bracket");
    } else if (token.group("part") != null) {
      return PARTS.get(token.group("part"));
    } else if (token.group("padded") != null) {
      String padded = PARTS.get(token.group("padded"));
      return padded == null ? null : "p".repeat(Integer.parseInt(token.group("width"))) + padded;
    }
    return literal(token.group("literal"));
  }

  /**
   * Quoted only where it must be: two quoted ones in a row would mean a quote between them. Each
   * sign outside quotes is a part of its own.
   */
  private static String literal(String quoted) {
    boolean isPlain =
        quoted.length() == 1 && !Character.isLetter(quoted.charAt(0)) && !"[]{}#'".contains(quoted);
    return isPlain ? quoted : quoted.isEmpty() ? "''" : "'" + quoted + "'";
  }

  private static Map<String, String> parts() {
    Map<String, String> parts = new HashMap<>();
    for (int letter = 0; letter < LETTERS.length(); letter++) {
      for (int count = 1; count <= MOST_LETTERS; count++) {
        String letters = LETTERS.substring(letter, letter + 1).repeat(count);
        try {
          parts.putIfAbsent(DateTimeFormatter.ofPattern(letters, Locale.ROOT).toString(), letters);
        } catch (IllegalArgumentException e) {
          // not a pattern of this Java
        }
      }
    }
    return parts;
  }
}
