package dev.openmodal.notebook.cell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
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
    try {
      while (next.completeness().isComplete()) {
        String text = rest.substring(0, rest.length() - next.remaining().length());
        take(text, next.source());
        rest = next.remaining();
        next = analysis.analyzeCompletion(rest);
      }
    } catch (Exception e) {
      Object unused = part.run(); // what stands before, unless it is that which has failed
      throw e;
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
        if (first.kind() == Snippet.Kind.IMPORT || replaces(first)) {
          runSoFar(); // what stands before means what it names now
        }
        part.skip(text);
        here.evaluate(source);
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
      default -> here.evaluate(source); // an error
    }
  }

  private void runSoFar() throws Exception {
    Object unused = part.run();
    part = part.next();
  }

  /** Whether there is another method or type of that name. */
  private boolean replaces(Snippet snippet) {
    String name = ((DeclarationSnippet) snippet).name();
    return Stream.concat(shell.methods(), shell.types())
        .anyMatch(known -> known.name().equals(name) && shell.status(known).isActive());
  }

  private void declare(List<Snippet> snippets, String text, String source) throws Exception {
    List<VarSnippet> variables = snippets.stream().map(VarSnippet.class::cast).toList();
    String code = Declaration.assignments(variables, text, source);
    for (VarSnippet variable : variables) {
      Optional<VarSnippet> known = known(variable.name());
      if (known.isEmpty() || !known.get().typeName().equals(variable.typeName())) {
        String declaration = Declaration.withoutValue(variable, source);
        if (known.isPresent()) { // it has another type up to here
          runSoFar();
        }
        here.evaluate(declaration);
      }
    }
    part.declaration(code, source);
  }

  private Optional<VarSnippet> known(String name) {
    return shell
        .variables()
        .filter(variable -> variable.name().equals(name) && shell.status(variable).isActive())
        .findFirst();
  }
}
