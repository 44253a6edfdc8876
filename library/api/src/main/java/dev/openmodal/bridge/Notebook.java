package dev.openmodal.bridge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kernel in whose cells more than text can be shown. Thread-safe. */
public interface Notebook {
  /** The cell that runs now. What is shown in it later is shown there, though it has ended. */
  Cell cell();

  /**
   * The value of an expression, as if it were typed in a cell.
   *
   * @throws IllegalArgumentException where it does not compile, with what the compiler says
   */
  @Nullable Object value(String expression);

  /**
   * Frames as people know them: by snippets and their lines, without those below. Where the kernel
   * cannot tell, they stay as they are.
   */
  StackTraceElement[] named(StackTraceElement[] frames);

  /** Runs this, which must be quick, whenever a snippet has ended, before its cell does. */
  void afterSnippets(Runnable action);

  /** One cell; the same cell is equal to itself. */
  interface Cell {
    /**
     * Shows something below what the cell shows so far.
     *
     * @param content by its MIME type; a front end takes the richest that it knows
     */
    Shown show(Map<String, String> content);

    /**
     * Shows text below what the cell shows so far, as if its code had printed it.
     *
     * @param error whether as of standard error
     */
    void print(boolean error, String text);
  }

  /** Something that is shown in a cell. */
  interface Shown {
    /** Shows this in its place. */
    void replace(Map<String, String> content);
  }
}
