package dev.openmodal.engine.cell;

import java.util.Map;

/** A line for whoever reads the cell, which is no error. */
public final class Note {
  private Note() {}

  /** By MIME type. */
  public static Map<String, String> content(String line) {
    String style = "font-size:90%;" + Html.MUTED;
    return Html.content("<div style=\"" + style + "\">" + Html.escape(line) + "</div>", line);
  }
}
