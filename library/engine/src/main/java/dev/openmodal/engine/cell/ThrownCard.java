package dev.openmodal.engine.cell;

import dev.openmodal.engine.output.ThrownText;
import java.util.Arrays;
import java.util.Map;

/** Something thrown: its message, and its trace, which is folded. */
final class ThrownCard {
  private static final int LONGEST_MESSAGE = 2000;
  private static final int LONGEST_TRACE = 10_000;

  /** The frame that stands between those of a worker and those of here. */
  private static final String WORKER = "worker ";

  private ThrownCard() {}

  /** By MIME type. */
  static Map<String, String> content(Throwable thrown) {
    return Html.content(
        "<div style=\"font-size:90%\">" + html(thrown) + "</div>",
        Html.shortened(ThrownText.trace(thrown).strip(), LONGEST_TRACE));
  }

  static String html(Throwable thrown) {
    StringBuilder html = new StringBuilder("<div style=\"white-space:pre-wrap;");
    html.append(Html.FAILED).append("\">✗ ");
    html.append(Html.escape(Html.shortened(ThrownText.of(thrown), LONGEST_MESSAGE)));
    html.append("</div><details><summary>").append(Html.escape(summary(thrown)));
    html.append("</summary><pre style=\"margin:0 0 0 1.2em;white-space:pre-wrap\">");
    html.append(Html.escape(Html.shortened(ThrownText.trace(thrown).strip(), LONGEST_TRACE)));
    return html.append("</pre></details>").toString();
  }

  private static String summary(Throwable thrown) {
    return Arrays.stream(ThrownText.frames(thrown))
        .map(StackTraceElement::getFileName)
        .filter(file -> file != null && file.startsWith(WORKER))
        .findFirst()
        .map(file -> "trace: on the " + file + ", then here")
        .orElse("trace");
  }
}
