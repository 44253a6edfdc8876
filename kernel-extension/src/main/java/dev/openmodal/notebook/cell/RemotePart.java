package dev.openmodal.notebook.cell;

import dev.openmodal.Captured;
import dev.openmodal.ErrorCode;
import dev.openmodal.Fn0;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteFunction0;
import dev.openmodal.bridge.CellParts;
import dev.openmodal.bridge.Engines;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * What of a cell runs in one call on a worker. Each step stands on the line that it has in the
 * cell, so that stack traces name it.
 */
final class RemotePart {
  private static final String BEFORE =
      HandOver.NAME + ".take(() -> { Object[] $value = {null}; Throwable $thrown = null; try {";
  private static final String NO_VALUE = "$value[0] = null; ";
  private static final String AFTER =
      " } catch (Throwable $t) { if ($t instanceof OutOfMemoryError) throw (OutOfMemoryError) $t;"
          + " $thrown = $t; } return new Object[] {$value[0], $thrown";

  /** Where a comment to the end of the line could stand, and where it could not. */
  private static final Pattern TEXTS =
      Pattern.compile(
          "\"\"\"(?s:.*?)(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\""
              + "|'(?:\\\\.|[^'\\\\\n])*'|/\\*(?s:.*?)\\*/|//[^\n]*");

  /**
   * @param code as it stands in the lambda
   * @param source as it stands in the cell; empty for what does not run
   */
  private record Step(String code, String source) {}

  private final JShell shell;
  private final LocalSnippets here;
  private final List<String> options;
  private final CellText text;
  private final List<Step> steps = new ArrayList<>();
  private int lines;

  RemotePart(JShell shell, List<String> options, CellText text) {
    this.shell = shell;
    here = new LocalSnippets(shell);
    this.options = options;
    this.text = text;
  }

  /** The one that follows in the cell. */
  RemotePart next() {
    RemotePart next = new RemotePart(shell, options, text);
    next.skip("\n".repeat(lines));
    return next;
  }

  /** How many lines of the cell were taken, that of the magic included. */
  int lines() {
    return lines;
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
    step("$value[0] = (" + closed(bare(text)) + ");", text);
  }

  /**
   * @param code its assignments
   */
  void declaration(String code, String source) {
    step(NO_VALUE + code, source);
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
    Matcher texts = TEXTS.matcher(code);
    boolean endsInComment = false;
    while (texts.find()) {
      endsInComment = texts.group().startsWith("//") && texts.end() == code.length();
    }
    return endsInComment ? code + "\n" : code;
  }

  /** Code of its own, as jshell has it, after which the next is always reached. */
  private void step(String code, String source) {
    add(" ((AutoCloseable) () -> { " + code + " }).close();", source);
  }

  private void add(String code, String source) {
    steps.add(new Step(code, source));
    lines += Declaration.lines(code);
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
    CameBack back = new CameBack(List.copyOf(variables), new CellParts(result));
    assign(back);
    back.refusals().forEach(System.err::println);
    if (back.parts().thrown().isPresent()) {
      throw RemotePart.<RuntimeException>unchecked(back.parts().thrown().get());
    }
    if (back.parts().thrownRefused().isPresent()) {
      throw new OpenModalException(
          ErrorCode.RESULT_REFUSED,
          "What the cell has thrown cannot come back: exception "
              + back.parts().thrownRefused().get()
              + " Throw one without it.");
    }
    return back.parts().value();
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
    Fn0<@Nullable Object[]> unused = HandOver.taken();
    return here.refusal(lambda(some, variables)).isEmpty() ? HandOver.taken() : null;
  }

  private static String lambda(List<Step> some, Set<String> variables) {
    StringBuilder code = new StringBuilder(BEFORE);
    some.forEach(step -> code.append(step.code()));
    code.append(AFTER);
    variables.forEach(name -> code.append(", ").append(name));
    return code.append(", null}; });").toString(); // room for why something cannot come back
  }

  /** Runs what stands before the first step that does not compile, and says what is wrong. */
  private IllegalArgumentException runUntilTheError() throws Exception {
    int line = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Optional<Complaint> refusal =
          step.source().isEmpty()
              ? Optional.empty()
              : here.refusal(lambda(List.of(step), Set.of()));
      if (refusal.isPresent()) {
        steps.subList(i, steps.size()).clear();
        Object unused = run();
        return text.error(lambda(List.of(step), Set.of()), line, refusal.get());
      }
      line += Declaration.lines(step.code());
    }
    steps.clear();
    return CellText.error("The cell cannot run remotely as one.");
  }

  /** All that came back; null is in the place of what could not. */
  private void assign(CameBack back) throws JShellException {
    if (back.names().isEmpty()) {
      return;
    }
    StringBuilder code = new StringBuilder("{ ");
    int index = 0;
    for (String name : back.names()) {
      code.append(name).append(" = ").append(HandOver.NAME);
      code.append(".value(").append(index++).append("); ");
    }
    HandOver.give(back.values());
    try {
      Optional<Complaint> refusal = here.evaluate(code + "}");
      if (refusal.isPresent()) {
        throw CellText.error("The variables cannot be set: " + refusal.get().message());
      }
    } finally {
      HandOver.give(new Object[0]);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
