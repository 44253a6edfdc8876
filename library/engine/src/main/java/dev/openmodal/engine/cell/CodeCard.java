package dev.openmodal.engine.cell;

import dev.openmodal.Captured;
import dev.openmodal.DataSize;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteCode;
import java.util.Map;

/** A function, an action or a service: of which app it is, and what travels with a call of it. */
public final class CodeCard {
  private static final int MOST_ROWS = 50;

  private CodeCard() {}

  /**
   * By MIME type, with what travels in sight.
   *
   * @throws OpenModalException where it cannot travel
   */
  public static Map<String, String> opened(RemoteCode<?> code) {
    Captured captured = code.captured();
    StringBuilder html = head(code);
    captured(html, captured, " open");
    return Html.content(html.append("</div>").toString(), captured.toString());
  }

  private static StringBuilder head(RemoteCode<?> code) {
    StringBuilder html = new StringBuilder("<div style=\"font-size:90%\"><div><b>");
    html.append(Html.escape(code.kind())).append("</b> of app ");
    return html.append(Html.escape(code.spec().app())).append("</div>");
  }

  static String html(RemoteCode<?> code) {
    StringBuilder html = head(code);
    try {
      captured(html, code.captured(), "");
    } catch (OpenModalException e) {
      html.append("<div style=\"").append(Html.FAILED).append("\">✗ cannot run remotely: ");
      html.append(Html.escape(String.valueOf(e.getMessage()))).append("</div>");
    }
    return html.append("</div>").toString();
  }

  private static void captured(StringBuilder html, Captured captured, String open) {
    html.append("<details").append(open).append("><summary>captures ").append(captured.size());
    html.append("</summary><table><tbody>");
    captured.classes().stream()
        .limit(MOST_ROWS)
        .forEach(type -> row(html, "code", type.name(), "", type.bytes()));
    captured.values().stream()
        .limit(MOST_ROWS)
        .forEach(
            value ->
                row(
                    html,
                    "value",
                    value.name(),
                    value.type() + ", " + value.origin(),
                    value.bytes()));
    int more =
        Math.max(0, captured.classes().size() - MOST_ROWS)
            + Math.max(0, captured.values().size() - MOST_ROWS);
    if (more > 0) {
      row(html, "…", more + " more", "", 0);
    }
    html.append("</tbody></table></details>");
  }

  private static void row(StringBuilder html, String kind, String name, String what, long bytes) {
    html.append("<tr>");
    for (String each : new String[] {kind, name, what, new DataSize(bytes).toString()}) {
      Html.cell(html, Html.shortened(each, 200));
    }
    html.append("</tr>");
  }
}
