package dev.openmodal.tests.repl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;

/**
 * Snippets as a class of a plain program: types are nested in it, methods are static, statements
 * are in {@code run()} in their order. So are variables; those that a method or a type uses, and
 * those that are assigned again, are static fields.
 */
final class FormSource {
  private static final String NAME_BEFORE = "(?<![\\w.])";

  /** {@code static} among the modifiers of a declaration. */
  private static final Pattern STATIC = Pattern.compile("[^({=]*\\bstatic\\b");

  private final SourceCodeAnalysis analysis;
  private final List<Snippet> snippets = new ArrayList<>();

  /**
   * @param analysis of a JShell of the Java that the snippets are written in
   */
  FormSource(SourceCodeAnalysis analysis) {
    this.analysis = analysis;
  }

  /**
   * Adds what comes next.
   *
   * @throws IllegalArgumentException if a snippet has no end
   */
  void add(String code) {
    CompletionInfo next = analysis.analyzeCompletion(code);
    while (next.completeness().isComplete()) {
      snippets.addAll(analysis.sourceToSnippets(next.source()));
      next = analysis.analyzeCompletion(next.remaining());
    }
    String rest = next.source() + next.remaining();
    if (!rest.isBlank()) {
      throw new IllegalArgumentException("no complete snippet: " + rest);
    }
  }

  /** The imports alone, a line each. */
  String imports() {
    StringBuilder lines = new StringBuilder();
    for (Snippet snippet : snippets) {
      if (snippet.kind() == Snippet.Kind.IMPORT) {
        lines.append(snippet.source().strip()).append('\n');
      }
    }
    return lines.toString();
  }

  /**
   * The source file of the class.
   *
   * @param head what stands before its own imports
   */
  String file(String head, String className) {
    Set<String> fields = fields();
    StringBuilder members = new StringBuilder();
    StringBuilder run = new StringBuilder();
    for (Snippet snippet : snippets) {
      String source = snippet.source().strip();
      switch (snippet.kind()) {
        case IMPORT -> {} // stands above
        case TYPE_DECL, METHOD -> members.append(asStatic(source)).append('\n');
        case VAR -> {
          boolean isField = snippet instanceof VarSnippet v && fields.contains(v.name());
          (isField ? members : run).append(isField ? asStatic(source) : source).append('\n');
        }
        default -> run.append(source).append('\n');
      }
    }
    return """
        %s%s
        final class %s {
        %s
        static void run() throws Throwable {
        %s}
        }
        """
        .formatted(head, imports(), className, members, run);
  }

  private static String asStatic(String declaration) {
    return STATIC.matcher(declaration).lookingAt() ? declaration : "static " + declaration;
  }

  /** The variables that cannot be local: what makes one a field may make others so. */
  private Set<String> fields() {
    Set<String> fields = new HashSet<>();
    int before;
    do {
      before = fields.size();
      for (Snippet snippet : snippets) {
        if (snippet instanceof VarSnippet variable && isField(variable, fields)) {
          fields.add(variable.name());
        }
      }
    } while (fields.size() > before);
    return fields;
  }

  private boolean isField(VarSnippet variable, Set<String> fields) {
    String name = variable.name();
    Pattern used = Pattern.compile(NAME_BEFORE + name + "\\b(?!\\()");
    Pattern assigned =
        Pattern.compile(
            NAME_BEFORE
                + name
                + "\\s*(=(?!=)|[-+*/%&|^]=|<<=|>>>?=|\\+\\+|--)|(\\+\\+|--)"
                + name
                + "\\b");
    return snippets.stream()
        .filter(other -> other != variable)
        .anyMatch(
            other -> (isMember(other, fields) ? used : assigned).matcher(other.source()).find());
  }

  private static boolean isMember(Snippet snippet, Set<String> fields) {
    return switch (snippet.kind()) {
      case TYPE_DECL, METHOD -> true;
      case VAR -> snippet instanceof VarSnippet v && fields.contains(v.name());
      default -> false;
    };
  }
}
