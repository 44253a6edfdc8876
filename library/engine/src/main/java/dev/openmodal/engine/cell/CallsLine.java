package dev.openmodal.engine.cell;

import dev.openmodal.engine.output.CallState.Phase;
import dev.openmodal.engine.output.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The line in a cell that says how the calls stand that it has made. */
public final class CallsLine {
  private CallsLine() {}

  /**
   * A moment of them.
   *
   * @param apps whose code they run
   * @param counts how many there are of each, none where there is none
   * @param worker where the last one runs or has ended; empty if it is on none
   * @param time since the first was made, or until the last has ended
   */
  public record Moment(
      List<String> apps, Map<Phase, Integer> counts, String worker, Duration time) {
    /** How many there are. */
    public int all() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    boolean isOver() {
      return !counts.containsKey(Phase.WAITING) && !counts.containsKey(Phase.RUNNING);
    }

    /** What is most to be told of them. */
    Phase phase() {
      for (Phase phase : List.of(Phase.RUNNING, Phase.WAITING, Phase.FAILED, Phase.CANCELLED)) {
        if (counts.containsKey(phase)) {
          return phase;
        }
      }
      return Phase.DONE;
    }
  }

  /** By MIME type. */
  public static Map<String, String> content(Moment moment) {
    String line = line(moment);
    Phase phase = moment.phase();
    return Html.content(
        "<div style=\"font-size:90%;"
            + Html.MUTED
            + "\"><span style=\""
            + Html.style(phase)
            + "\">"
            + Html.sign(phase)
            + "</span> "
            + Html.line(line)
            + "</div>",
        line);
  }

  private static String line(Moment moment) {
    return moment.all() == 1 ? one(moment) : many(moment);
  }

  private static String one(Moment moment) {
    Phase phase = moment.phase();
    StringBuilder line =
        new StringBuilder("call of app ").append(moment.apps().get(0)).append(": ");
    if (phase == Phase.WAITING) {
      line.append("waiting for a worker");
    } else {
      line.append(phase.word()).append(moment.worker().isEmpty() ? "" : " on " + moment.worker());
    }
    return line.append(", ").append(time(moment)).toString();
  }

  private static String many(Moment moment) {
    List<String> parts = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      Integer count = moment.counts().get(phase);
      if (count != null) {
        parts.add(count + " " + phase.word());
      }
    }
    String apps = String.join(", ", moment.apps());
    return moment.all()
        + (moment.apps().size() == 1 ? " calls of app " : " calls of apps ")
        + apps
        + ": "
        + String.join(", ", parts)
        + " | "
        + time(moment);
  }

  /** What goes on counts whole seconds, so that it is redrawn once in each. */
  private static String time(Moment moment) {
    boolean isExact = moment.isOver() && (moment.all() == 1 || moment.time().toSeconds() == 0);
    return isExact ? Durations.text(moment.time()) : Durations.whole(moment.time());
  }
}
