package dev.openmodal.notebook.cell;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.jspecify.annotations.Nullable;

/** Snippets that are evaluated here. */
final class LocalSnippets {
  private final JShell shell;

  LocalSnippets(JShell shell) {
    this.shell = shell;
  }

  /** Whether it compiles; then it has run. */
  boolean accepts(String source) {
    return rejected(shell.eval(source)) == null;
  }

  /**
   * Evaluates it.
   *
   * @throws IllegalArgumentException if it does not compile, with what the compiler says
   * @throws JShellException what it throws
   */
  void evaluate(String source) throws JShellException {
    List<SnippetEvent> events = shell.eval(source);
    SnippetEvent rejected = rejected(events);
    if (rejected != null) {
      IllegalArgumentException error = new IllegalArgumentException(why(rejected.snippet()));
      error.setStackTrace(new StackTraceElement[0]); // none of it is the user's
      throw error;
    }
    for (SnippetEvent event : events) {
      if (event.exception() != null) {
        throw event.exception();
      }
    }
  }

  private static @Nullable SnippetEvent rejected(List<SnippetEvent> events) {
    return events.stream()
        .filter(event -> event.causeSnippet() == null)
        .filter(event -> event.status() == Snippet.Status.REJECTED)
        .findFirst()
        .orElse(null);
  }

  private String why(Snippet snippet) {
    String said =
        shell
            .diagnostics(snippet)
            .map((Diag diagnostic) -> diagnostic.getMessage(Locale.getDefault()))
            .collect(Collectors.joining("\n"));
    return "This does not compile: " + snippet.source().strip() + "\n" + said;
  }
}
