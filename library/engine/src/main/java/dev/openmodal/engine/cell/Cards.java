package dev.openmodal.engine.cell;

import dev.openmodal.Outcomes;
import dev.openmodal.RemoteCode;
import java.util.Map;

/** What a notebook shows of our own objects where they are the value of a cell. */
public final class Cards {
  private Cards() {}

  /** By MIME type; nothing for an object that is none of ours. */
  public static Map<String, String> content(Object shown) {
    if (shown instanceof Outcomes<?, ?> outcomes) {
      return Html.content(OutcomesTable.html(outcomes.toList(), ""), outcomes.toString());
    }
    if (shown instanceof Outcomes.Failed<?, ?> failed) {
      return Html.content(
          OutcomesTable.html(failed.toList(), "no input has failed"), failed.toString());
    }
    if (shown instanceof RemoteCode<?> code) {
      return Html.content(CodeCard.html(code), code.toString());
    }
    return Map.of();
  }
}
