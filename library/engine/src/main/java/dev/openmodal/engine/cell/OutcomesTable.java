package dev.openmodal.engine.cell;

import dev.openmodal.Outcome;
import dev.openmodal.engine.output.Durations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outcomes of a map as a table: failures first, then the others, and no more than some. */
final class OutcomesTable {
  private static final int MOST_ROWS = 20;
  private static final int LONGEST_VALUE = 120;

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
    long failed = all.stream().filter(each -> !each.isSuccess()).count();
    StringBuilder html = new StringBuilder("<div style=\"font-size:90%\"><div>");
    html.append(all.isEmpty() ? Html.escape(none.isEmpty() ? "no inputs" : none) : "");
    if (!all.isEmpty()) {
      long done = all.size() - failed;
      html.append(done == 0 ? "" : done + " done").append(done == 0 || failed == 0 ? "" : ", ");
      html.append(failed == 0 ? "" : failed + " failed");
    }
    html.append("</div>");
    if (!all.isEmpty()) {
      table(html, all);
    }
    return html.append("</div>").toString();
  }

  private static void table(StringBuilder html, List<? extends Outcome<?, ?>> all) {
    html.append("<table><thead><tr>");
    for (String head : HEADS) {
      html.append("<th style=\"text-align:left\">").append(head).append("</th>");
    }
    html.append("</tr></thead><tbody>");
    List<Outcome<?, ?>> shown = new ArrayList<>();
    all.stream().filter(each -> !each.isSuccess()).limit(MOST_ROWS).forEach(shown::add);
    all.stream().filter(Outcome::isSuccess).limit(MOST_ROWS - shown.size()).forEach(shown::add);
    shown.forEach(each -> row(html, each));
    html.append("</tbody></table>");
    if (all.size() > shown.size()) {
      html.append("<div>and ").append(all.size() - shown.size()).append(" more</div>");
    }
  }

  private static void row(StringBuilder html, Outcome<?, ?> outcome) {
    html.append("<tr>");
    Html.cell(html, Long.toString(outcome.index()));
    Html.cell(html, text(outcome.input()));
    if (outcome.isSuccess()) {
      Html.cell(html, text(outcome.value()));
    } else {
      Html.cell(html, "✗ " + text(outcome.error().orElse(null)), Html.FAILED);
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
