package dev.openmodal.engine.output;

import java.util.function.IntSupplier;

/**
 * What a session is shown on.
 *
 * @param shows whether progress is shown at all
 * @param redraws whether a line can be redrawn, as on a terminal
 * @param colors whether colours are wanted
 * @param columns how many there are now; is asked often
 */
public record Terminal(boolean shows, boolean redraws, boolean colors, IntSupplier columns) {
  private static final char ESCAPE = '\u001b';

  /** No progress is shown. */
  public static final Terminal NONE = new Terminal(false, false, false, () -> 80);

  /**
   * As much of a line as fits, one column less than there are: in the last one some terminals begin
   * the next line already, and what has more than one line cannot be redrawn.
   */
  String fitted(String line) {
    int most = Math.max(1, columns.getAsInt() - 1);
    StringBuilder fitted = new StringBuilder();
    int width = 0;
    int end = 0; // of what leaves room for the sign that more was there
    boolean isInEscape = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      isInEscape |= c == ESCAPE;
      if (!isInEscape && ++width > most) {
        String cut = fitted.substring(0, end) + '\u2026';
        return cut.indexOf(ESCAPE) < 0 ? cut : cut + ESCAPE + "[0m";
      }
      fitted.append(c);
      isInEscape &= !Character.isLetter(c);
      end = width < most ? fitted.length() : end;
    }
    return line;
  }
}
