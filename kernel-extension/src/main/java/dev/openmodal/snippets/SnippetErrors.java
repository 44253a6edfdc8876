package dev.openmodal.snippets;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;

/** What is said of a snippet that fails: by the lines of its file. */
final class SnippetErrors {
  private final JShell shell;
  private final String file;
  private final Map<String, Integer> lines;

  /**
   * @param lines at which line of the file each snippet begins, by its id
   */
  SnippetErrors(JShell shell, String file, Map<String, Integer> lines) {
    this.shell = shell;
    this.file = file;
    this.lines = lines;
  }

  String at(int line) {
    return file + ":" + line + ": error: ";
  }

  /** Empty where it has not failed. */
  Optional<String> of(SnippetEvent event, String source, int line) {
    if (event.status() == Status.REJECTED) {
      return Optional.of(
          shell
              .diagnostics(event.snippet())
              .filter(Diag::isError)
              .map(diag -> at(lineOf(diag, source, line)) + diag.getMessage(Locale.getDefault()))
              .collect(Collectors.joining(System.lineSeparator())));
    }
    return Optional.ofNullable(event.exception()).map(this::thrown);
  }

  private static int lineOf(Diag diag, String source, int line) {
    int end = (int) Math.max(0, Math.min(diag.getPosition(), source.length()));
    return line + (int) source.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private String thrown(JShellException thrown) {
    StringBuilder text = new StringBuilder("Exception in thread \"main\" ");
    append(text, thrown);
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      text.append(System.lineSeparator()).append("Caused by: ");
      append(text, cause);
    }
    return text.toString();
  }

  private void append(StringBuilder text, Throwable thrown) {
    if (thrown instanceof UnresolvedReferenceException unresolved) {
      DeclarationSnippet snippet = unresolved.getSnippet();
      text.append(
          snippet.name()
              + " cannot be called: "
              + shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "))
              + " is not declared");
    } else if (thrown instanceof EvalException own) {
      text.append(own.getExceptionClassName());
      text.append(own.getMessage() == null ? "" : ": " + own.getMessage());
    } else {
      text.append(thrown);
    }
    for (StackTraceElement frame : thrown.getStackTrace()) {
      text.append(System.lineSeparator()).append("\tat ").append(place(frame));
    }
  }

  /** jshell names a snippet by its id, {@code #3}, and counts lines from its beginning. */
  private String place(StackTraceElement frame) {
    String name = String.valueOf(frame.getFileName());
    Integer line = name.startsWith("#") ? lines.get(name.substring(1)) : null;
    if (line == null) {
      return frame.toString();
    }
    String method = frame.getMethodName();
    String where = "(" + file + ":" + (line + Math.max(1, frame.getLineNumber()) - 1) + ")";
    return (method.isEmpty() || method.equals("do_it$") ? "" : method) + where;
  }
}
