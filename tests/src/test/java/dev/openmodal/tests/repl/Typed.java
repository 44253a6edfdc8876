package dev.openmodal.tests.repl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.Completeness;

/**
 * Types blocks of a page or of a comment into a {@code jshell} with prompts, which shows the values
 * of what is typed.
 */
final class Typed implements AutoCloseable {
  /**
   * What a comment after an expression promises, up to its end, a comma, a colon or a semicolon.
   */
  private static final Pattern PROMISE =
      Pattern.compile(
          "//\\s+(-?\\d[\\d.]*|true|false|null|\\[.*?\\]|\"[^\"]*\"|[A-Z][A-Z_]*|[A-Z]\\w*Exception)(?=[,:;]|$)",
          Pattern.MULTILINE);

  private static final Pattern FAILURE = Pattern.compile("^\\|  (Error:|Exception ).*");
  private static final Pattern PROMPT = Pattern.compile("^(jshell>  ?|   \\.\\.\\.>  ?|\\x08)+");
  private static final Duration WITHIN = Duration.ofMinutes(1);

  private final JShellSession shell;
  private final JShell reader = JShell.builder().executionEngine("local").build();

  private Typed(JShellSession shell) {
    this.shell = shell;
  }

  /** With what {@code openmodal jshell} imports, on Java 17. */
  static Typed open() {
    JShellSession.Start start =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "jdi").byCommand().prompting();
    Typed typed = new Typed(start.open());
    List<String> unused = typed.print("");
    return typed;
  }

  /** How many values the comments of a block promise, which are compared. */
  static long promises(String text) {
    return PROMISE.matcher(text).results().count();
  }

  /** Types Java, snippet after snippet; returns what went wrong. */
  List<String> java(String text) {
    List<String> wrong = new ArrayList<>();
    for (String snippet : snippets(text)) {
      List<String> printed = print(snippet);
      wrong.addAll(compare(snippet, printed));
    }
    return wrong;
  }

  private List<String> compare(String snippet, List<String> printed) {
    String shown = "\n  " + String.join("\n  ", printed);
    Matcher promise = PROMISE.matcher(snippet.substring(snippet.lastIndexOf('\n') + 1));
    if (!promise.find()) {
      return printed.stream().anyMatch(line -> FAILURE.matcher(line).matches())
          ? List.of(snippet + "\n failed:" + shown)
          : List.of();
    }
    String value = promise.group(1);
    return printed.stream().anyMatch(line -> keeps(line, value))
        ? List.of()
        : List.of(snippet + "\n promises " + value + " and gave:" + shown);
  }

  private static boolean keeps(String line, String value) {
    String of = line.replaceFirst("^.* ==> ", "");
    return of.equals(value)
        || of.equals('"' + value + '"')
        || line.endsWith("[" + value + "]")
        || value.endsWith("Exception")
            && line.startsWith("|  Exception ")
            && line.contains("." + value);
  }

  /** The inputs that a person would end by Enter. */
  private List<String> snippets(String text) {
    List<String> snippets = new ArrayList<>();
    StringBuilder typed = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      typed.append(typed.isEmpty() ? "" : "\n").append(line);
      Completeness so =
          reader.sourceCodeAnalysis().analyzeCompletion(typed.toString()).completeness();
      if (so == Completeness.EMPTY) {
        typed.setLength(0);
      } else if (so.isComplete() || so == Completeness.UNKNOWN) {
        snippets.add(typed.toString());
        typed.setLength(0);
      }
    }
    if (!typed.isEmpty()) {
      throw new AssertionError("this is not complete:\n" + typed);
    }
    return snippets;
  }

  /** Types the inputs of a transcript; returns where what they print is something else. */
  List<String> transcript(String text) {
    List<String> wrong = new ArrayList<>();
    for (String entry : text.split("(?m)^jshell> ", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      String[] lines = entry.split("\n", -1);
      int inputs = 1;
      while (inputs < lines.length && lines[inputs].startsWith("   ...> ")) {
        lines[inputs] = lines[inputs].substring("   ...> ".length());
        inputs++;
      }
      String input = String.join("\n", List.of(lines).subList(0, inputs));
      String expected = String.join("\n", List.of(lines).subList(inputs, lines.length)).strip();
      String printed = String.join("\n", print(input));
      if (!Masked.of(expected).matches(printed)) {
        wrong.add(input + "\n is to print:\n" + expected + "\n and printed:\n" + printed);
      }
    }
    return wrong;
  }

  private List<String> print(String input) {
    return shell.evaluate(input, WITHIN).stream()
        .map(line -> PROMPT.matcher(line).replaceFirst("").stripTrailing())
        .filter(
            line -> !line.isEmpty() && !line.equals("|") && !line.equals("|  Type /help for help."))
        .filter(line -> !line.startsWith("openmodal: remote code runs "))
        .toList();
  }

  @Override
  public void close() {
    reader.close();
    shell.close();
  }
}
