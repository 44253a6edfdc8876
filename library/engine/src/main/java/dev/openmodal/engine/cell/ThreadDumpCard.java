package dev.openmodal.engine.cell;

import dev.openmodal.ThreadDump;
import dev.openmodal.ThreadDump.WorkerThread;
import java.util.List;

/** What the threads of a call were about: each in a sentence, with its frames folded. */
final class ThreadDumpCard {
  private static final int MOST_THREADS = 50;

  private ThreadDumpCard() {}

  static String html(ThreadDump dump) {
    StringBuilder html = new StringBuilder("<div style=\"font-size:90%\"><div><b>");
    html.append(Html.escape(dump.call())).append("</b>");
    html.append(Html.escape(dump.headline().substring(dump.call().length()))).append("</div>");
    dump.deadlock()
        .ifPresent(
            said ->
                html.append("<div style=\"")
                    .append(Html.FAILED)
                    .append("\">✗ ")
                    .append(Html.escape(said))
                    .append("</div>"));
    List<WorkerThread> shown = dump.threads().stream().limit(MOST_THREADS).toList();
    shown.forEach(thread -> thread(html, dump, thread));
    int more = dump.threads().size() - shown.size() + dump.leftOut();
    if (more > 0) {
      html.append("<div style=\"").append(Html.MUTED).append("\">and ").append(more);
      html.append(" more threads</div>");
    }
    return html.append("</div>").toString();
  }

  private static void thread(StringBuilder html, ThreadDump dump, WorkerThread thread) {
    boolean isOther = thread.role() == ThreadDump.Role.OTHER;
    html.append("<details").append(isOther ? "" : " open").append("><summary>");
    html.append(Html.escape(dump.says(thread))).append("</summary>");
    html.append("<pre style=\"margin:0 0 0 1.2em;white-space:pre-wrap\">");
    List<ThreadDump.Line> lines = dump.lines(thread);
    for (int i = 0; i < lines.size(); i++) {
      ThreadDump.Line line = lines.get(i);
      html.append(i == 0 ? "" : "\n").append("<span style=\"");
      html.append(line.isOfJava() ? Html.MUTED : "font-weight:bold").append("\">");
      html.append(Html.escape(line.text())).append("</span>");
    }
    html.append("</pre></details>");
  }
}
