package dev.openmodal.notebook.cell;

import java.util.List;
import java.util.Optional;
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
  Optional<Complaint> refusal(String source) {
    return complaint(shell.eval(source));
  }

  /**
   * Evaluates it.
   *
   * @return what the compiler has against it; nothing if it has run
   * @throws JShellException what it throws
   */
  Optional<Complaint> evaluate(String source) throws JShellException {
    List<SnippetEvent> events = shell.eval(source);
    Optional<Complaint> complaint = complaint(events);
    throwIfThrown(events);
    return complaint;
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
      Optional<Complaint> complaint = complaint(events);
      if (complaint.isPresent()) {
        throw CellText.error(
            "This does not compile: " + expression.strip() + "\n" + complaint.get().message());
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

  private Optional<Complaint> complaint(List<SnippetEvent> events) {
    return events.stream()
        .filter(event -> event.causeSnippet() == null)
        .filter(event -> event.status() == Snippet.Status.REJECTED)
        .findFirst()
        .map(rejected -> Complaint.of(shell.diagnostics(rejected.snippet()).toList()));
  }
}
