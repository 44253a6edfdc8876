package dev.openmodal.tests.repl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * A program that embeds the JShell API, as a server or a teaching tool does: it evaluates what
 * comes on its stdin and answers on its stdout. {@link JShellSession} starts it.
 */
final class EmbeddedShell {
  /** Ends an input; it is answered as jshell answers a command that it does not know. */
  private static final String END = "/end-of-input-";

  private final JShell shell;

  private EmbeddedShell(JShell shell) {
    this.shell = shell;
  }

  /**
   * @param arguments the engine, {@code jdi} (the API's default) or {@code local}, and the one jar
   */
  public static void main(String[] arguments) throws IOException {
    JShell.Builder builder = JShell.builder().out(System.out).err(System.out);
    if (arguments[0].equals("local")) {
      builder.executionEngine("local");
    }
    try (JShell shell = builder.build()) {
      shell.addToClasspath(arguments[1]);
      new EmbeddedShell(shell).serve();
    }
  }

  private void serve() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder input = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith(END)) {
        evaluate(input.toString());
        input.setLength(0);
        System.out.println("Invalid command: " + line);
      } else {
        input.append(line).append('\n');
      }
    }
  }

  private void evaluate(String input) {
    CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(input);
    while (next.completeness().isComplete()) {
      shell.eval(next.source()).forEach(this::report);
      next = shell.sourceCodeAnalysis().analyzeCompletion(next.remaining());
    }
    String rest = next.source() + next.remaining();
    if (!rest.isBlank()) {
      shell.eval(rest).forEach(this::report); // which says what is wrong with it
    }
  }

  private void report(SnippetEvent event) {
    if (event.exception() != null) {
      System.out.println("Exception " + event.exception());
    }
    if (event.causeSnippet() == null && event.status() == Snippet.Status.REJECTED) {
      shell
          .diagnostics(event.snippet())
          .forEach(found -> System.out.println("Error: " + found.getMessage(Locale.ROOT)));
    }
  }
}
