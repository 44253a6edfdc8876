package dev.openmodal.engine.cell;

import java.util.Map;

/** A line for whoever reads the cell, which is no error. */
public final class Note {
  private Note() {}

  /** By MIME type. */
  public static Map<String, String> content(String line) {
    String html =
        "<div style=\"font-size:90%;color:var(--jp-ui-font-color2,#757575)\">"
            + Html.escape(line)
            + "</div>";
    return Map.of("text/plain", line, "text/html", html);
  }
}
