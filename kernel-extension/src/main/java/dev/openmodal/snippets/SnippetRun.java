package dev.openmodal.snippets;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** Evaluates the snippets of a file in their order. */
final class SnippetRun {
  /** What jshell imports by itself. */
  private static final List<String> IMPORTS =
      List.of(
          "java.io.*",
          "java.math.*",
          "java.net.*",
          "java.nio.file.*",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.function.*",
          "java.util.prefs.*",
          "java.util.regex.*",
          "java.util.stream.*");

  private final JShell shell;
  private final SnippetErrors errors;
  private final Map<String, Integer> lines = new HashMap<>();
  private final PrintStream err = System.err;
  private OptionalInt exit = OptionalInt.empty();
  private int lastLine;
  private @Nullable Value last;

  SnippetRun(JShell shell, Path file) {
    this.shell = shell;
    this.errors = new SnippetErrors(shell, file.toString(), lines);
  }

  /** Whether it was ended before the end of the file, by an error or by {@code /exit}. */
  boolean hasStopped() {
    return exit.isPresent();
  }

  /**
   * Evaluates them all.
   *
   * @param arguments are seen by the snippets as {@code args}
   * @param showsLast whether the value of an expression that ends the file is printed
   * @return the exit code, where it was ended
   */
  OptionalInt run(String text, String[] arguments, boolean showsLast) {
    IMPORTS.forEach(each -> shell.eval("import " + each + ";"));
    shell.eval(
        "String[] args = {"
            + Arrays.stream(arguments).map(SnippetRun::literal).collect(Collectors.joining(", "))
            + "};");
    String[] all = text.split("\\R", -1);
    StringBuilder pending = new StringBuilder();
    int from = 1;
    for (int i = 0; i < all.length && !hasStopped(); i++) {
      if (pending.toString().isBlank()) {
        pending.setLength(0);
        from = i + 1;
        if (isCommand(all[i])) {
          command(all[i].strip(), from);
          continue;
        }
      }
      pending.append(all[i]).append('\n');
      from = evaluate(pending, from);
    }
    if (!hasStopped() && !pending.toString().isBlank()) {
      evaluate(pending.toString(), from); // which says what is missing
    }
    if (!hasStopped() && showsLast && last != null) {
      show(last);
    }
    return exit;
  }

  /** Evaluates what is complete, and leaves the rest; answers at which line that begins. */
  private int evaluate(StringBuilder pending, int from) {
    int line = from;
    while (!hasStopped() && !pending.toString().isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(pending.toString());
      Completeness how = next.completeness();
      if (how == Completeness.DEFINITELY_INCOMPLETE || how == Completeness.CONSIDERED_INCOMPLETE) {
        return line;
      }
      String remaining = next.remaining();
      String source = pending.substring(0, pending.length() - remaining.length());
      if (how == Completeness.UNKNOWN && next.source().isEmpty()) {
        source = pending.toString(); // its errors are told
        remaining = "";
      }
      if (how != Completeness.EMPTY) {
        evaluate(source, line);
      }
      line += (int) source.chars().filter(c -> c == '\n').count();
      pending.replace(0, pending.length(), remaining);
    }
    return line;
  }

  private void evaluate(String source, int from) {
    String code = source.stripLeading();
    int line = from + (int) source.substring(0, source.length() - code.length()).lines().count();
    line -= source.equals(code) || !source.startsWith("\n") ? 0 : 1;
    last = null;
    for (SnippetEvent event : shell.eval(code)) {
      if (event.causeSnippet() != null) {
        continue; // of what it has changed
      }
      Snippet snippet = event.snippet();
      lines.put(snippet.id(), line);
      lastLine = line;
      Optional<String> failure = errors.of(event, code, line);
      if (failure.isPresent()) {
        err.println(failure.get());
        exit = OptionalInt.of(1);
        return;
      }
      last = code.strip().endsWith(";") ? null : Value.of(snippet);
    }
  }

  private void show(Value value) {
    String name = value.name();
    String code =
        value.typeName().endsWith("[]")
            ? "System.out.println(java.util.Arrays.deepToString(new Object[] {"
                + name
                + "}).replaceAll(\"^.|.$\", \"\"));"
            : "System.out.println((Object) " + name + ");";
    for (SnippetEvent event : shell.eval(code)) {
      Optional<String> failure = errors.of(event, code, lastLine);
      if (failure.isPresent()) { // its own toString() throws
        err.println(failure.get());
        exit = OptionalInt.of(1);
      }
    }
  }

  /** Where jshell keeps what an expression has given. */
  private record Value(String name, String typeName) {
    static @Nullable Value of(Snippet snippet) {
      if (snippet instanceof ExpressionSnippet expression) {
        return new Value(expression.name(), expression.typeName());
      }
      return snippet instanceof VarSnippet variable
              && snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND
          ? new Value(variable.name(), variable.typeName())
          : null;
    }
  }

  private static boolean isCommand(String line) {
    return line.startsWith("/") && !line.startsWith("//") && !line.startsWith("/*");
  }

  private void command(String command, int line) {
    String[] words = command.split("\\s+", 2);
    if (!words[0].equals("/exit")) {
      err.println(
          errors.at(line)
              + words[0]
              + " is a command of jshell's own. A file that runs on a worker can have /exit alone;"
              + " openmodal run has --class-path.");
      exit = OptionalInt.of(1);
      return;
    }
    exit = OptionalInt.of(words.length == 1 ? 0 : code(words[1], line));
  }

  private int code(String expression, int line) {
    SnippetEvent event = shell.eval(expression).get(0);
    Optional<String> failure = errors.of(event, expression, line);
    if (failure.isEmpty() && event.value() != null && event.value().matches("-?\\d{1,9}")) {
      return Integer.parseInt(event.value());
    }
    err.println(failure.orElse(errors.at(line) + "/exit " + expression + ": not an integer."));
    return 1;
  }

  private static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    text.chars().forEach(c -> literal.append(String.format("\\u%04x", c)));
    // A newline or a quote that is written so would be one before the text is read.
    return literal
        .append('"')
        .toString()
        .replace("\\u0022", "\\\"")
        .replace("\\u005c", "\\\\")
        .replace("\\u000a", "\\n")
        .replace("\\u000d", "\\r");
  }
}
