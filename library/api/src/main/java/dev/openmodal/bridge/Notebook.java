package dev.openmodal.bridge;

import java.util.Map;

/** A kernel in whose cells more than text can be shown. Thread-safe. */
public interface Notebook {
  /** The cell that runs now. What is shown in it later is shown there, though it has ended. */
  Cell cell();

  /** One cell. */
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
