package dev.openmodal.engine.cell;

import dev.openmodal.engine.output.Table;
import java.util.List;
import java.util.Map;

/** A table in a cell. */
public final class TableCell {
  private TableCell() {}

  /** By MIME type. */
  public static Map<String, String> content(Table table) {
    return Html.content(html(table), table.text());
  }

  private static String html(Table table) {
    if (table.rows().isEmpty()) {
      return "<div style=\"font-size:90%\">" + Html.escape(table.none()) + "</div>";
    }
    StringBuilder html = new StringBuilder("<table style=\"font-size:90%\"><thead>");
    row(html, "th", table.heads());
    html.append("</thead><tbody>");
    table.rows().forEach(row -> row(html, "td", row));
    return html.append("</tbody></table>").toString();
  }

  private static void row(StringBuilder html, String element, List<String> texts) {
    html.append("<tr>");
    for (String text : texts) {
      html.append('<').append(element).append(" style=\"text-align:left\">");
      html.append(Html.line(text)).append("</").append(element).append('>');
    }
    html.append("</tr>");
  }
}
