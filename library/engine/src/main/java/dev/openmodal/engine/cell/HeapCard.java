package dev.openmodal.engine.cell;

import dev.openmodal.DataSize;
import dev.openmodal.HeapHistogram;
import java.util.Locale;

/** What fills the heap of a worker: a table of the largest classes. */
final class HeapCard {
  private HeapCard() {}

  static String html(HeapHistogram heap) {
    StringBuilder html = new StringBuilder("<div style=\"font-size:90%\"><div><b>");
    html.append(Html.escape(heap.call())).append("</b>: live objects of its worker, ");
    html.append(Html.escape(heap.worker())).append(": ").append(number(heap.instances()));
    html.append(", ").append(Html.line(new DataSize(heap.bytes()).toString())).append("</div>");
    html.append("<table><thead><tr>");
    for (String head : new String[] {"class", "instances", "size"}) {
      html.append("<th style=\"text-align:left\">").append(head).append("</th>");
    }
    html.append("</tr></thead><tbody>");
    int rows = Math.min(heap.shown(), heap.classes().size());
    for (HeapHistogram.HeapClass each : heap.classes().subList(0, rows)) {
      html.append("<tr>");
      Html.cell(html, Html.shortened(each.name(), 200));
      Html.cell(html, number(each.instances()));
      Html.cell(html, new DataSize(each.bytes()).toString().replace(' ', '\u00a0'));
      html.append("</tr>");
    }
    html.append("</tbody></table>");
    int more = heap.classes().size() - rows + heap.leftOut();
    if (more > 0) {
      html.append("<div style=\"").append(Html.MUTED).append("\">and ").append(number(more));
      html.append(" more classes; top(n) shows n</div>");
    }
    return html.append("</div>").toString();
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
