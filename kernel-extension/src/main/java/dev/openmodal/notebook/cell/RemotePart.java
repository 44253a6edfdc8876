package dev.openmodal.notebook.cell;

import dev.openmodal.Captured;
import dev.openmodal.Fn0;
import dev.openmodal.RemoteFunction0;
import dev.openmodal.bridge.Engines;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * What of a cell runs in one call on a worker. Each step stands on the line that it has in the
 * cell, so that stack traces name it.
 */
final class RemotePart {
  private static final Pattern NAME =
      Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");
  private static final String BEFORE =
      HandOver.NAME + ".take(() -> { Object $value = null; Throwable $thrown = null; try {";
  private static final String NO_VALUE = "$value = null; ";
  private static final String AFTER =
      " } catch (Throwable $t) { if ($t instanceof VirtualMachineError) throw (VirtualMachineError)"
          + " $t; $thrown = $t; } return new Object[] {$value, $thrown";

  /**
   * @param code as it stands in the lambda
   * @param source as it stands in the cell; empty for what does not run
   */
  private record Step(String code, String source) {}

  private final JShell shell;
  private final LocalSnippets here;
  private final List<String> options;
  private final List<Step> steps = new ArrayList<>();
  private int lines;

  RemotePart(JShell shell, List<String> options) {
    this.shell = shell;
    here = new LocalSnippets(shell);
    this.options = options;
  }

  /** The one that follows in the cell. */
  RemotePart next() {
    RemotePart next = new RemotePart(shell, options);
    next.skip("\n".repeat(lines));
    return next;
  }

  /** What does not run remotely, but takes its lines. */
  void skip(String text) {
    add("\n".repeat(Declaration.lines(text)), "");
  }

  void statement(String text, String source) {
    String complete = source.strip().endsWith(";") && !text.strip().endsWith(";") ? ";" : "";
    step(NO_VALUE + closed(text) + complete, source);
  }

  void assignment(String text) {
    step(NO_VALUE + closed(bare(text)) + ";", text);
  }

  /** One whose value the cell shows if it is its last. */
  void expression(String text) {
    step("$value = (" + closed(bare(text)) + ");", text);
  }

  void declaration(List<Snippet> variables, String text, String source) {
    List<VarSnippet> all = variables.stream().map(VarSnippet.class::cast).toList();
    step(NO_VALUE + Declaration.assignments(all, text, source), source);
  }

  private static String bare(String expression) {
    String bare = expression.stripTrailing();
    while (bare.endsWith(";")) {
      bare = bare.substring(0, bare.length() - 1).stripTrailing();
    }
    return bare;
  }

  /** A comment at the end would take with it what follows. */
  private static String closed(String code) {
    String lastLine = code.substring(code.lastIndexOf('\n') + 1);
    return lastLine.contains("//") ? code + "\n" : code;
  }

  /** A block of its own, after which the compiler thinks that the next one can be reached. */
  private void step(String code, String source) {
    add(" if (true) { " + code + " }", source);
  }

  private void add(String code, String source) {
    steps.add(new Step(code, source));
    lines += Declaration.lines(code);
  }

  /** The names that its code contains. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (Step step : steps) {
      Matcher name = NAME.matcher(step.code());
      while (name.find()) {
        names.add(name.group());
      }
    }
    return names;
  }

  /**
   * Runs it.
   *
   * @return the value of its last expression, where that is its end
   */
  @Nullable Object run() throws Exception {
    if (steps.stream().allMatch(step -> step.source().isEmpty())) {
      return null;
    }
    Fn0<@Nullable Object[]> code = compile(steps, Set.of());
    if (code == null) {
      throw runUntilTheError();
    }
    Set<String> variables = variables(code);
    if (!variables.isEmpty()) {
      code = Objects.requireNonNull(compile(steps, variables));
    }
    steps.clear();
    @Nullable Object[] result = function(code).remote();
    assign(variables, result);
    if (result[1] instanceof Throwable thrown) {
      trim(thrown);
      throw RemotePart.<RuntimeException>unchecked(thrown);
    }
    return result[0];
  }

  private RemoteFunction0<@Nullable Object[]> function(Fn0<@Nullable Object[]> code) {
    return Engines.current().cell(code, options.toArray(new String[0]));
  }

  /** The variables of the session that it, or a method that it calls, reads or sets. */
  private Set<String> variables(Fn0<@Nullable Object[]> code) {
    Set<String> reached =
        function(code).captured().values().stream()
            .map(Captured.CapturedValue::name)
            .collect(Collectors.toSet());
    return shell
        .variables()
        .filter(variable -> shell.status(variable).isActive())
        .map(VarSnippet::name)
        .filter(reached::contains)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Null if it does not compile. */
  private @Nullable Fn0<@Nullable Object[]> compile(List<Step> some, Set<String> variables) {
    StringBuilder code = new StringBuilder(BEFORE);
    some.forEach(step -> code.append(step.code()));
    code.append(AFTER);
    variables.forEach(name -> code.append(", ").append(name));
    code.append("}; });");
    Fn0<@Nullable Object[]> unused = HandOver.taken();
    return here.accepts(code.toString()) ? HandOver.taken() : null;
  }

  /** Runs what stands before the first step that does not compile, and says what is wrong. */
  private IllegalArgumentException runUntilTheError() throws Exception {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (!step.source().isEmpty() && compile(List.of(step), Set.of()) == null) {
        steps.subList(i, steps.size()).clear();
        Object unused = run();
        here.evaluate(step.source());
        return new IllegalArgumentException(
            "This cannot run remotely as a part of a cell: " + step.source().strip());
      }
    }
    return new IllegalArgumentException("The cell cannot run remotely as one.");
  }

  /** All that came back; where something cannot come back, none: the call has failed then. */
  private void assign(Set<String> variables, @Nullable Object[] result) throws JShellException {
    if (variables.isEmpty()) {
      return;
    }
    StringBuilder code = new StringBuilder("{ ");
    int index = 2;
    for (String name : variables) {
      code.append(name).append(" = ").append(HandOver.NAME);
      code.append(".value(").append(index++).append("); ");
    }
    HandOver.give(result);
    try {
      here.evaluate(code + "}");
    } finally {
      HandOver.give(new Object[0]);
    }
  }

  /** Down to the cell. */
  private static void trim(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    int end = trace.length;
    while (end > 0 && !trace[end - 1].getClassName().startsWith("REPL.")) {
      end--;
    }
    thrown.setStackTrace(List.of(trace).subList(0, end).toArray(new StackTraceElement[0]));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
