package dev.openmodal.notebook.cell;

import java.util.List;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Runs one cell: imports, types and methods are evaluated here as they come; statements and the
 * values of variables run on a worker, in one call, and the variables come back. What does not
 * compile ends the cell as it would without us, after what stands before it has run.
 */
public final class CellMagic {
  private final JShell shell;
  private final LocalSnippets here;
  private RemotePart part;

  private CellMagic(JShell shell, List<String> options) {
    this.shell = shell;
    here = new LocalSnippets(shell);
    part = new RemotePart(shell, options);
  }

  /**
   * Runs the cell.
   *
   * @param shell the kernel's, which runs snippets in this JVM
   * @param options what stands beside the magic's name
   * @param cell what stands below it
   * @return the value that the cell shows, or null
   * @throws Exception what the cell throws; IllegalArgumentException for what does not compile
   */
  public static @Nullable Object run(JShell shell, List<String> options, String cell)
      throws Exception {
    return new CellMagic(shell, options).run(cell);
  }

  private @Nullable Object run(String cell) throws Exception {
    part.skip("\n"); // the line of the magic
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    String rest = cell;
    CompletionInfo next = analysis.analyzeCompletion(rest);
    while (next.completeness().isComplete()) {
      String text = rest.substring(0, rest.length() - next.remaining().length());
      take(text, next.source());
      rest = next.remaining();
      next = analysis.analyzeCompletion(rest);
    }
    Object value = part.run();
    if (next.completeness() != Completeness.EMPTY) {
      throw new IllegalArgumentException("This is incomplete: " + rest.strip());
    }
    return value;
  }

  /**
   * Takes one snippet.
   *
   * @param text as it stands in the cell
   * @param source the same, complete
   */
  private void take(String text, String source) throws Exception {
    List<Snippet> snippets = shell.sourceCodeAnalysis().sourceToSnippets(source);
    Snippet first = snippets.isEmpty() ? null : snippets.get(0);
    if (first == null) {
      part.skip(text);
      return;
    }
    switch (first.kind()) {
      case IMPORT, METHOD, TYPE_DECL -> {
        part.skip(text);
        evaluate(source);
      }
      case VAR -> {
        if (first.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
          part.expression(text);
        } else {
          declare(snippets, text, source);
        }
      }
      case EXPRESSION -> {
        if (first.subKind() == Snippet.SubKind.ASSIGNMENT_SUBKIND) {
          part.assignment(text);
        } else {
          part.expression(text);
        }
      }
      case STATEMENT -> part.statement(text, source);
      default -> evaluate(source); // an error
    }
  }

  /** What does not compile fails after what stands before it has run. */
  private void evaluate(String source) throws Exception {
    try {
      here.evaluate(source);
    } catch (Exception e) {
      part.run();
      throw e;
    }
  }

  private void declare(List<Snippet> variables, String text, String source) throws Exception {
    for (Snippet each : variables) {
      VarSnippet variable = (VarSnippet) each;
      Optional<VarSnippet> known = known(variable.name());
      if (known.isEmpty() || !known.get().typeName().equals(variable.typeName())) {
        if (part.names().contains(variable.name())) { // it has another type up to here
          part.run();
          part = part.next();
        }
        evaluate(Declaration.withoutValue(variable, source));
      }
    }
    part.declaration(variables, text, source);
  }

  private Optional<VarSnippet> known(String name) {
    return shell
        .variables()
        .filter(variable -> variable.name().equals(name) && shell.status(variable).isActive())
        .findFirst();
  }
}
