package dev.openmodal.tests.repl;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcome of all forms on all front ends that ran. */
record ParityTable(
    List<Form> forms,
    Map<FrontEnd, Map<String, ParityVerdict>> verdicts,
    Map<FrontEnd, Set<String>> javas,
    Map<FrontEnd, Duration> took) {

  static final Predicate<FrontEnd> TYPED = frontEnd -> !frontEnd.isProgram();

  /** Those that ran, in the order of the table's columns. */
  private List<FrontEnd> frontEnds() {
    return FrontEnd.ALL.stream().filter(verdicts::containsKey).toList();
  }

  /** Counts only what ran: a form that no front end could run is not in it. */
  String summary() {
    return "parity: typed: "
        + counts(TYPED)
        + "; in a program: "
        + counts(FrontEnd::isProgram)
        + "; ran on: "
        + frontEnds().stream().map(FrontEnd::toString).collect(Collectors.joining(", "));
  }

  private String counts(Predicate<FrontEnd> which) {
    long ran = ran(which).count();
    long works = worksOnAll(which);
    long fails = ran(which).filter(f -> words(f, which).contains("FAILS")).count();
    long differs =
        ran(which)
            .map(f -> words(f, which))
            .filter(words -> words.contains("differs") && !words.contains("FAILS"))
            .count();
    return ran
        + " forms, "
        + works
        + " work everywhere, "
        + (ran - works - fails - differs)
        + " refused as listed, "
        + differs
        + " differ as listed, "
        + fails
        + " fail";
  }

  /** Of the forms that ran on any of these front ends, the part that works on all of them. */
  double shareThatWorks(Predicate<FrontEnd> which) {
    long ran = ran(which).count();
    return ran == 0 ? 1 : (double) worksOnAll(which) / ran;
  }

  private long worksOnAll(Predicate<FrontEnd> which) {
    return ran(which).filter(f -> words(f, which).equals(Set.of("works"))).count();
  }

  private Stream<Form> ran(Predicate<FrontEnd> which) {
    return forms.stream().filter(f -> !words(f, which).isEmpty());
  }

  private Set<String> words(Form form, Predicate<FrontEnd> which) {
    return verdicts.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .filter(column -> column.containsKey(form.id()))
        .map(column -> column.get(form.id()).word())
        .collect(Collectors.toSet());
  }

  /** How many forms have each word there. */
  private Map<String, Long> words(FrontEnd frontEnd) {
    return verdicts.get(frontEnd).values().stream()
        .collect(Collectors.groupingBy(ParityVerdict::word, TreeMap::new, Collectors.counting()));
  }

  /** Rows are forms, columns are front ends. */
  String text() {
    StringBuilder text = new StringBuilder(summary()).append("\n\n");
    for (FrontEnd frontEnd : frontEnds()) {
      text.append(
          String.format(
              "%-20s %3d s  %s %s%n",
              frontEnd, took.get(frontEnd).toSeconds(), words(frontEnd), javas.get(frontEnd)));
    }
    Map<String, Long> groups =
        ran(any -> true)
            .collect(Collectors.groupingBy(Form::group, TreeMap::new, Collectors.counting()));
    text.append("not run: needs a newer Java, or the front end takes a part of the forms only\n");
    text.append("groups: ").append(groups).append("\n\n");
    text.append(String.format("%-14s%-42s", "group", "form"));
    frontEnds().forEach(f -> text.append(String.format("%-21s", f)));
    text.append('\n');
    for (Form form : ran(any -> true).toList()) {
      text.append(String.format("%-14s%-42s", form.group(), form.id()));
      for (FrontEnd frontEnd : frontEnds()) {
        ParityVerdict verdict = verdicts.get(frontEnd).get(form.id());
        text.append(String.format("%-21s", verdict == null ? "not run" : verdict.word()));
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
