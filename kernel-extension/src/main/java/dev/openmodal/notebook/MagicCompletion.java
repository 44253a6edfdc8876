package dev.openmodal.notebook;

import dev.openmodal.bridge.Engines;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a kernel offers where somebody types one of our magics. */
public final class MagicCompletion {
  private static final Pattern LINE = Pattern.compile("\\s*(%%?)" + LineMagic.NAME + "(\\s+.*)");

  private MagicCompletion() {}

  /**
   * Words that fit.
   *
   * @param start where the word begins that they stand for
   * @param end where it ends, at the cursor
   */
  public record Matches(List<String> words, int start, int end) {}

  /**
   * Nothing where the cursor is in no magic of ours, or in its name.
   *
   * @param code the cell
   * @param cursor a place in it
   */
  public static Optional<Matches> of(String code, int cursor) {
    int end = Math.max(0, Math.min(cursor, code.length()));
    String line = code.substring(code.lastIndexOf('\n', end - 1) + 1, end);
    Matcher magic = LINE.matcher(line);
    if (!magic.matches()) {
      return Optional.empty();
    }
    String typed = magic.group(2);
    int word = typed.length() - typed.replaceFirst("\\S*$", "").length();
    return Optional.of(
        new Matches(
            Engines.current().complete(magic.group(1).length() == 2, typed), end - word, end));
  }
}
