package dev.openmodal.engine.cell;

import dev.openmodal.engine.output.CallState;
import java.util.Map;
import java.util.regex.Pattern;

/** Text as HTML, and how it looks. */
final class Html {
  /** As styles, of JupyterLab's theme where there is one. */
  static final String MUTED = "color:var(--jp-ui-font-color2,#757575)";

  /** With a part of the text's own colour: on every second row of a dark table, too, it is read. */
  static final String FAILED =
      "color:color-mix(in srgb,var(--jp-error-color1,#d32f2f) 85%,currentcolor)";

  static final String RUNNING = "color:var(--jp-brand-color1,#1976d2)";
  static final String DONE = "color:var(--jp-success-color1,#388e3c)";

  private static final Pattern UNIT = Pattern.compile("(\\d) (ms|s|min|h)\\b");

  private Html() {}

  /** The sign of a call, as of an input of a map. */
  static String sign(CallState.Phase phase) {
    return switch (phase) {
      case WAITING -> "·";
      case RUNNING -> "▶";
      case DONE -> "■";
      case FAILED -> "✗";
      case CANCELLED -> "□";
    };
  }

  /** How that is drawn. */
  static String style(CallState.Phase phase) {
    return switch (phase) {
      case WAITING, CANCELLED -> MUTED;
      case RUNNING -> RUNNING;
      case DONE -> DONE;
      case FAILED -> FAILED;
    };
  }

  /** What is shown, by MIME type. */
  static Map<String, String> content(String html, String text) {
    return Map.of("text/html", html, "text/plain", text);
  }

  /** One of a row of a table. */
  static void cell(StringBuilder html, String text) {
    cell(html, text, "");
  }

  /** The same with a further style. */
  static void cell(StringBuilder html, String text, String style) {
    html.append("<td style=\"text-align:left").append(style.isEmpty() ? "" : ";").append(style);
    html.append("\">").append(escape(text)).append("</td>");
  }

  /** The text, so that nothing in it is taken for a tag, an entity or the end of an attribute. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(each);
      }
    }
    return escaped.toString();
  }

  /** A line that is not broken between a number and what it counts. */
  static String line(String text) {
    return UNIT.matcher(escape(text)).replaceAll("$1\u00a0$2");
  }

  /** The beginning of it where it is longer. */
  static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }
}
