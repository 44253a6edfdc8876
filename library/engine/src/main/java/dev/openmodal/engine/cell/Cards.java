package dev.openmodal.engine.cell;

import dev.openmodal.Outcome;
import dev.openmodal.Outcomes;
import dev.openmodal.RemoteCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a notebook shows of our own objects where they are the value of a cell. */
public final class Cards {
  private Cards() {}

  /** By MIME type; nothing for an object that is none of ours. */
  public static Map<String, String> content(Object shown) {
    if (shown instanceof Outcomes<?, ?> outcomes) {
      return content(outcomes.toString(), OutcomesTable.html(all(outcomes), ""));
    }
    if (shown instanceof Outcomes.Failed<?, ?> failed) {
      return content(failed.toString(), OutcomesTable.html(all(failed), "no input has failed"));
    }
    if (shown instanceof RemoteCode<?> code) {
      return content(code.toString(), CodeCard.html(code));
    }
    return Map.of();
  }

  private static List<Outcome<?, ?>> all(Iterable<? extends Outcome<?, ?>> outcomes) {
    List<Outcome<?, ?>> all = new ArrayList<>();
    outcomes.forEach(all::add);
    all.sort(Comparator.comparingLong(Outcome::index));
    return all;
  }

  private static Map<String, String> content(String text, String html) {
    return Map.of("text/plain", text, "text/html", html);
  }
}
