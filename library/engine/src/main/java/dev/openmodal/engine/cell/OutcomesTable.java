package dev.openmodal.engine.cell;

import dev.openmodal.Outcome;
import dev.openmodal.engine.output.Durations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Outcomes of a map as a table: failures first, then the others, and no more than some. */
final class OutcomesTable {
  private static final int MOST_ROWS = 20;
  private static final int LONGEST_VALUE = 120;

  /** The style of what has long words. */
  private static final String BROKEN = "overflow-wrap:anywhere;min-width:9em";

  /** The style of what is not broken into lines. */
  private static final String WHOLE = "white-space:nowrap";

  private static final List<String> HEADS =
      List.of("place", "input", "result", "tries", "waited", "ran", "worker");

  private OutcomesTable() {}

  /**
   * As HTML.
   *
   * @param all in the order of the inputs
   * @param none what is shown of none
   */
  static String html(List<? extends Outcome<?, ?>> all, String none) {
    StringBuilder html = new StringBuilder("<div style=\"font-size:90%\"><div>");
    html.append(Html.escape(all.isEmpty() ? none : counts(all)));
    html.append("</div>");
    if (!all.isEmpty()) {
      table(html, all);
    }
    return html.append("</div>").toString();
  }

  private static String counts(List<? extends Outcome<?, ?>> all) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String each : List.of("done", "failed", "stopped")) {
      counts.put(each, all.stream().filter(outcome -> end(outcome).equals(each)).count());
    }
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String end(Outcome<?, ?> outcome) {
    return outcome.isSuccess() ? "done" : outcome.wasStopped() ? "stopped" : "failed";
  }

  private static void table(StringBuilder html, List<? extends Outcome<?, ?>> all) {
    html.append("<table><thead><tr>");
    for (String head : HEADS) {
      html.append("<th style=\"text-align:left\">").append(head).append("</th>");
    }
    html.append("</tr></thead><tbody>");
    List<Outcome<?, ?>> shown = new ArrayList<>();
    for (String each : List.of("failed", "done", "stopped")) {
      all.stream()
          .filter(outcome -> end(outcome).equals(each))
          .limit(MOST_ROWS - shown.size())
          .forEach(shown::add);
    }
    shown.forEach(each -> row(html, each));
    html.append("</tbody></table>");
    if (all.size() > shown.size()) {
      html.append("<div>and ")
          .append(all.size() - shown.size())
          .append(" more, all in toList()</div>");
    }
  }

  private static void row(StringBuilder html, Outcome<?, ?> outcome) {
    html.append("<tr>");
    Html.cell(html, Long.toString(outcome.index()));
    Html.cell(html, text(outcome.input()));
    if (outcome.isSuccess()) {
      Html.cell(html, text(outcome.value()));
    } else if (outcome.wasStopped()) {
      Html.cell(html, "□ stopped", Html.MUTED);
    } else {
      Html.cell(html, "✗ " + text(outcome.error().orElse(null)), Html.FAILED + ";" + BROKEN);
    }
    Html.cell(html, Integer.toString(outcome.attempts()));
    Html.cell(html, Durations.text(outcome.queued()), WHOLE);
    Html.cell(html, Durations.text(outcome.run()), WHOLE);
    Html.cell(html, outcome.worker(), WHOLE);
    html.append("</tr>");
  }

  /** What user code says of its own value, as far as it says anything. */
  private static String text(@Nullable Object value) {
    String text;
    try {
      text = String.valueOf(value);
    } catch (RuntimeException | StackOverflowError e) {
      text = value == null ? "null" : value.getClass().getName();
    }
    return Html.shortened(text, LONGEST_VALUE);
  }
}
