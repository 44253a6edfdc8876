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
   * @param cursor a place in it, in code points, as all places here
   */
  public static Optional<Matches> of(String code, int cursor) {
    int end = Math.max(0, Math.min(cursor, code.codePointCount(0, code.length())));
    String before = code.substring(0, code.offsetByCodePoints(0, end));
    int start = before.lastIndexOf('\n') + 1;
    Matcher magic = LINE.matcher(before.substring(start));
    boolean isCell = magic.matches() && magic.group(1).length() == 2;
    if (!magic.matches() || (isCell && !before.substring(0, start).isBlank())) {
      return Optional.empty();
    }
    String typed = magic.group(2);
    String word = typed.substring(typed.replaceFirst("\\S*$", "").length());
    return Optional.of(
        new Matches(
            Engines.current().complete(isCell, typed),
            end - word.codePointCount(0, word.length()),
            end));
  }
}
