package dev.openmodal.notebook.cell;

import dev.openmodal.bridge.Engines;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
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
  private final CellText text;
  private RemotePart part;

  private CellMagic(JShell shell, List<String> options, CellText text) {
    this.shell = shell;
    here = new LocalSnippets(shell);
    this.text = text;
    part = new RemotePart(shell, options, text);
  }

  /**
   * Runs the cell.
   *
   * @param shell the kernel's, which runs snippets in this JVM
   * @param options what stands beside the magic's name
   * @param cell what stands below it
   * @return the value that the cell shows, or null
   * @throws Exception what the cell throws; IllegalArgumentException for what does not compile, and
   *     for options that are not understood, before any of it has run
   */
  public static @Nullable Object run(JShell shell, List<String> options, String cell)
      throws Exception {
    try {
      if (!Engines.current().beginCell(options.toArray(new String[0]))) {
        return null;
      }
      return new CellMagic(shell, options, new CellText(cell)).run(cell);
    } catch (Exception e) {
      throw CellErrors.ofCell(e);
    }
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
      throw CellText.error("This is incomplete: " + rest.strip());
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
        int line = part.lines();
        part.skip(text);
        evaluate(source, line + linesBefore(text, source));
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
      default -> evaluate(source, part.lines() + linesBefore(text, source)); // an error
    }
  }

  /** How many line breaks of the text are before the source. */
  private static int linesBefore(String text, String source) {
    String begin = source.lines().findFirst().orElse("");
    return Declaration.lines(text.substring(0, Math.max(0, text.indexOf(begin))));
  }

  private void evaluate(String source, int line) throws JShellException {
    Optional<Complaint> complaint = here.evaluate(source);
    if (complaint.isPresent()) {
      throw text.error(source, line, complaint.get());
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
        evaluate(declaration, part.lines() + linesBefore(text, source));
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
