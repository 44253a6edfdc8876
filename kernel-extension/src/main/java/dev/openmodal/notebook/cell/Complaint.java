package dev.openmodal.notebook.cell;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.Diag;

/**
 * What the compiler has against a snippet.
 *
 * @param message what it says, without where a snippet's own class would be
 * @param offset where in the snippet, in characters
 */
record Complaint(String message, int offset) {
  static Complaint of(List<Diag> diagnostics) {
    String message =
        diagnostics.stream()
            .map(diagnostic -> diagnostic.getMessage(Locale.getDefault()))
            .flatMap(String::lines)
            .filter(line -> !line.matches("\\s*location:\\s+class\\s*(REPL\\..*)?"))
            .collect(Collectors.joining("\n"));
    return new Complaint(
        message, diagnostics.isEmpty() ? 0 : (int) diagnostics.get(0).getPosition());
  }
}
