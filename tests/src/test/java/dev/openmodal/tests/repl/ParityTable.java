package dev.openmodal.tests.repl;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The outcome of all forms on all front ends that ran. */
record ParityTable(
    List<Form> forms,
    Map<FrontEnd, Map<String, ParityVerdict>> verdicts,
    Map<FrontEnd, Set<String>> javas,
    Map<FrontEnd, Duration> took) {

  /** Those that ran, in the order of the table's columns. */
  private List<FrontEnd> frontEnds() {
    return FrontEnd.ALL.stream().filter(verdicts::containsKey).toList();
  }

  /** Counts only what ran: a form that no front end could run is not in it. */
  String summary() {
    List<Form> ran = ran();
    long refused =
        ran.stream()
            .filter(f -> words(f).contains("refused") && !words(f).contains("FAILS"))
            .count();
    return "parity: "
        + ran.size()
        + " forms, "
        + worksEverywhere()
        + " work everywhere, "
        + refused
        + " refused as listed, "
        + (ran.size() - worksEverywhere() - refused)
        + " fail, ran on: "
        + frontEnds().stream().map(FrontEnd::toString).collect(Collectors.joining(", "));
  }

  double shareThatWorksEverywhere() {
    return (double) worksEverywhere() / ran().size();
  }

  private long worksEverywhere() {
    return ran().stream().filter(f -> words(f).equals(Set.of("works"))).count();
  }

  private List<Form> ran() {
    return forms.stream().filter(f -> !words(f).isEmpty()).toList();
  }

  private Set<String> words(Form form) {
    return verdicts.values().stream()
        .filter(column -> column.containsKey(form.id()))
        .map(column -> column.get(form.id()).word())
        .collect(Collectors.toSet());
  }

  /** Rows are forms, columns are front ends. */
  String text() {
    StringBuilder text = new StringBuilder(summary()).append("\n\n");
    for (FrontEnd frontEnd : frontEnds()) {
      text.append(
          String.format(
              "%-16s %3d s  %s%n", frontEnd, took.get(frontEnd).toSeconds(), javas.get(frontEnd)));
    }
    Map<String, Long> groups =
        ran().stream()
            .collect(Collectors.groupingBy(Form::group, TreeMap::new, Collectors.counting()));
    text.append("groups: ").append(groups).append("\n\n");
    text.append(String.format("%-14s%-42s", "group", "form"));
    frontEnds().forEach(f -> text.append(String.format("%-17s", f)));
    text.append('\n');
    for (Form form : ran()) {
      text.append(String.format("%-14s%-42s", form.group(), form.id()));
      for (FrontEnd frontEnd : frontEnds()) {
        ParityVerdict verdict = verdicts.get(frontEnd).get(form.id());
        text.append(String.format("%-17s", verdict == null ? "not run" : verdict.word()));
      }
      text.append('\n');
    }
    text.append('\n');
    for (FrontEnd frontEnd : frontEnds()) {
      verdicts
          .get(frontEnd)
          .forEach(
              (id, verdict) ->
                  verdict
                      .details()
                      .forEach(d -> text.append("%s %s: %s%n".formatted(frontEnd, id, d))));
    }
    return text.toString();
  }
}
