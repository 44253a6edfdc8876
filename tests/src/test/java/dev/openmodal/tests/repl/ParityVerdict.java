package dev.openmodal.tests.repl;

import dev.openmodal.tests.repl.FormFiles.Refusal;
import dev.openmodal.tests.repl.ParityRun.Result;
import dev.openmodal.tests.repl.ParityRun.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of one form on one front end.
 *
 * @param word {@code works}, {@code refused}, {@code not taken}, {@code differs} or {@code FAILS};
 *     all but the first and the last only where refusals.txt lists them
 * @param details one line a problem
 */
record ParityVerdict(String word, List<String> details) {
  private static final Pattern REFUSED =
      Pattern.compile(
          "!dev\\.openmodal\\.OpenModalException: .*\\[(CAPTURE_REFUSED|CAPTURE_TOO_LARGE"
              + "|AMBIGUOUS_LAMBDA|ARGUMENT_REFUSED|RESULT_REFUSED)].*");

  private static final Pattern VIEW = Pattern.compile("~(\\w++)(?! \\(unmod)");

  /** In refusals.txt: the front end itself does not take what is typed. */
  private static final String NOT_TAKEN = "NOT_TAKEN";

  /**
   * In refusals.txt: the form changes static fields, and those of a program's own classes are the
   * worker's there ({@code docs/remote-code.md}), so that the two differ.
   */
  private static final String STATIC_FIELDS = "STATIC_FIELDS";

  /** So of the folders of a container, which are not those of this machine. */
  private static final String OTHER_FILES = "OTHER_FILES";

  private static final List<String> MAY_DIFFER = List.of(STATIC_FIELDS, OTHER_FILES);

  /** What the call of a kept function gives where a redefinition has reached it. */
  private static final String GONE =
      "!java.lang.NullPointerException: Cannot invoke \"dev.openmodal.";

  boolean fails() {
    return word.equals("FAILS");
  }

  static ParityVerdict of(Result result, FrontEnd frontEnd, List<Refusal> allowed) {
    List<String> problems = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    List<Form.Call> calls = result.form().calls();
    Optional<Refusal> listed =
        allowed.stream().filter(r -> r.covers(result.form().id(), frontEnd.toString())).findFirst();
    if (listed.isPresent() && listed.get().code().equals(NOT_TAKEN)) {
      return notTaken(result, listed.get());
    }
    boolean mayDiffer = listed.isPresent() && MAY_DIFFER.contains(listed.get().code());
    List<String> differences = new ArrayList<>();
    if (!result.noise().isEmpty()) {
      problems.add("also printed: " + result.noise());
    }
    if (result.rows().size() != calls.size()) {
      problems.add(result.rows().size() + " rows of " + calls.size() + " calls");
    }
    for (Row row : result.rows()) {
      Form.Call call =
          calls.stream().filter(c -> c.phase().equals(row.phase())).findFirst().orElseThrow();
      Matcher refused = REFUSED.matcher(row.remote());
      if (row.local().startsWith("UNRENDERED")
          || !call.ofKept()
              && row.local().startsWith("!") != (call.kind() == Form.Kind.EXCEPTION)) {
        problems.add(row.phase() + " is not what the form expects here: " + row.local());
      } else if (mayDiffer) {
        if (!agree(row.local(), row.remote())) {
          differences.add(difference(row));
        }
      } else if (refused.matches()) {
        refusals.add(row.phase() + " refused: " + row.remote());
        if (listed.isEmpty() || !listed.get().code().equals(refused.group(1))) {
          problems.add(row.phase() + " refused, not as listed: " + row.remote());
        }
      } else if (!agree(row.local(), row.remote()) && !(call.ofKept() && isGone(row))) {
        problems.add(difference(row));
      }
      problems.addAll(whereItRan(row, frontEnd));
    }
    if (listed.isPresent() && refusals.isEmpty() && differences.isEmpty() && problems.isEmpty()) {
      problems.add("works, but refusals.txt lists it: strike it off");
    }
    if (!problems.isEmpty()) {
      return new ParityVerdict("FAILS", problems);
    }
    List<String> details = new ArrayList<>();
    listed.ifPresent(as -> details.add("listed: " + as.reason()));
    if (!differences.isEmpty()) {
      details.addAll(differences);
      return new ParityVerdict("differs", details);
    }
    details.addAll(refusals);
    return new ParityVerdict(refusals.isEmpty() ? "works" : "refused", details);
  }

  private static ParityVerdict notTaken(Result result, Refusal listed) {
    return result.noise().isEmpty() || !result.rows().isEmpty()
        ? new ParityVerdict(
            "FAILS", List.of("is taken, but refusals.txt lists it as not taken: strike it off"))
        : new ParityVerdict(
            "not taken", List.of("listed: " + listed.reason(), "not taken: " + result.noise()));
  }

  private static String difference(Row row) {
    return row.phase() + " differs: local " + row.local() + " remote " + row.remote();
  }

  private static boolean isGone(Row row) {
    return row.local().startsWith(GONE) && row.remote().startsWith(GONE);
  }

  /**
   * Equal, where a view ({@code ~Set} of {@code HashMap.keySet()}) may have become a collection of
   * its own: its class cannot be named, so nobody's code depends on it.
   */
  static boolean agree(String local, String remote) {
    String pattern =
        VIEW.matcher(Pattern.quote(local))
            .replaceAll(
                view ->
                    Matcher.quoteReplacement(
                        "\\E(~" + view.group(1) + "|java\\.util\\.[\\w$]+)\\Q"));
    return Pattern.matches(pattern, remote);
  }

  /** The row must come from two JVMs of the JDK that is meant. */
  private static List<String> whereItRan(Row row, FrontEnd frontEnd) {
    String version = "\"" + frontEnd.java() + "[.+@].*";
    if (!("\"" + row.here()).matches(version) || !row.worker().matches(version)) {
      return List.of(
          row.phase() + " ran on " + row.here() + " and " + row.worker() + ", not " + frontEnd);
    }
    if (row.worker().equals("\"" + row.here() + "\"")) {
      return List.of(row.phase() + " ran remotely in the shell's own process " + row.here());
    }
    return List.of();
  }
}
