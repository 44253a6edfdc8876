package dev.openmodal.notebook.cell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.jspecify.annotations.Nullable;

/** Snippets that are evaluated here. */
public final class LocalSnippets {
  private final JShell shell;

  /**
   * @param shell the kernel's, which runs snippets in this JVM
   */
  public LocalSnippets(JShell shell) {
    this.shell = shell;
  }

  /** What the compiler has against it; nothing if it has run. */
  Optional<String> refusal(String source) {
    SnippetEvent rejected = rejected(shell.eval(source));
    return rejected == null ? Optional.empty() : Optional.of(why(rejected.snippet()));
  }

  /** What does not compile. */
  static IllegalArgumentException error(String source, String why) {
    IllegalArgumentException error =
        new IllegalArgumentException("This does not compile: " + source.strip() + "\n" + why);
    error.setStackTrace(new StackTraceElement[0]); // none of it is the user's
    return error;
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
      throw error(rejected.snippet().source(), why(rejected.snippet()));
    }
    throwIfThrown(events);
  }

  private static void throwIfThrown(List<SnippetEvent> events) throws JShellException {
    for (SnippetEvent event : events) {
      if (event.exception() != null) {
        throw event.exception();
      }
    }
  }

  /**
   * The value of an expression.
   *
   * @throws IllegalArgumentException if it does not compile, with what the compiler says, or throws
   */
  public @Nullable Object value(String expression) {
    String code = expression.strip().replaceFirst(";+$", "");
    List<SnippetEvent> events = shell.eval(HandOver.NAME + ".show((Object) (" + code + "\n));");
    try {
      SnippetEvent rejected = rejected(events);
      if (rejected != null) {
        throw error(expression, why(rejected.snippet()));
      }
      throwIfThrown(events);
      return HandOver.value(0);
    } catch (JShellException e) {
      throw new IllegalArgumentException(expression + " throws " + inWords(e), e);
    } finally {
      HandOver.give(new Object[0]);
    }
  }

  private static String inWords(JShellException e) {
    return e instanceof EvalException thrown
        ? thrown.getExceptionClassName() + ": " + thrown.getMessage()
        : String.valueOf(e.getMessage());
  }

  private static @Nullable SnippetEvent rejected(List<SnippetEvent> events) {
    return events.stream()
        .filter(event -> event.causeSnippet() == null)
        .filter(event -> event.status() == Snippet.Status.REJECTED)
        .findFirst()
        .orElse(null);
  }

  private String why(Snippet snippet) {
    return shell
        .diagnostics(snippet)
        .map((Diag diagnostic) -> diagnostic.getMessage(Locale.getDefault()))
        .collect(Collectors.joining("\n"));
  }
}
