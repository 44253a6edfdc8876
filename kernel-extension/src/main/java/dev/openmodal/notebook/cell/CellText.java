package dev.openmodal.notebook.cell;

import java.util.List;

/** The text of a cell, below the line of its magic. */
record CellText(String text) {
  /**
   * The error for what does not compile: the line of the cell, as traces and editors count it, and
   * a sign below the place.
   *
   * @param source what was compiled
   * @param firstLine on which line of the cell that begins, from 0 at the magic's
   */
  IllegalArgumentException error(String source, int firstLine, Complaint complaint) {
    int offset = Math.min(Math.max(0, complaint.offset()), source.length());
    int start = source.lastIndexOf('\n', offset - 1) + 1;
    int line = firstLine + Declaration.lines(source.substring(0, start));
    List<String> lines = text.lines().toList();
    String shown = line < 1 || line > lines.size() ? "" : lines.get(line - 1).strip();
    StringBuilder message =
        new StringBuilder("Line " + (line + 1) + " of the cell does not compile: ")
            .append(complaint.message());
    if (!shown.isEmpty()) {
      message.append("\n    ").append(shown);
      int end = source.indexOf('\n', start);
      int begin = source.substring(start, end < 0 ? source.length() : end).indexOf(shown);
      int column = offset - start - begin;
      if (begin >= 0 && column >= 0 && column <= shown.length()) {
        message.append("\n    ").append(" ".repeat(column)).append('^');
      }
    }
    return error(message.toString());
  }

  /** One whose trace would hold nothing of the user's. */
  static IllegalArgumentException error(String message) {
    IllegalArgumentException error = new IllegalArgumentException(message);
    error.setStackTrace(new StackTraceElement[0]);
    return error;
  }
}
