package dev.openmodal.engine.output;

/**
 * What a session is shown on.
 *
 * @param shows whether progress is shown at all
 * @param redraws whether a line can be redrawn, as on a terminal
 * @param colors whether colours are wanted
 */
public record Terminal(boolean shows, boolean redraws, boolean colors) {
  /** No progress is shown. */
  public static final Terminal NONE = new Terminal(false, false, false);
}
