package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Evaluates cells with jshell, in this JVM; a line {@code %name words} calls a magic. */
public final class JavaKernel extends BaseKernel {
  private static final Set<Snippet.SubKind> SHOWN =
      Set.of(
          Snippet.SubKind.VAR_VALUE_SUBKIND,
          Snippet.SubKind.OTHER_EXPRESSION_SUBKIND,
          Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND);
  private static final Pattern CELL_MAGIC =
      Pattern.compile("\\s*%%(\\w+)[ \\t]*(.*)\\n((?s:.*))");
  private static final Pattern MAGIC = Pattern.compile("(?m)^[ \\t]*%(\\w+)[ \\t]*(.*)$");

  private final ResultKeepingControl control = new ResultKeepingControl();
  private final JShell shell;
  private final Evaluator evaluator;
  private final Magics magics = new Magics();

  JavaKernel() {
    shell =
        JShell.builder()
            .in(System.in)
            .out(System.out)
            .err(System.err)
            .executionEngine(provider(), Map.of())
            .build();
    evaluator = new Evaluator(shell);
    magics.registerLineMagic(
        "jars",
        jars -> {
          jars.forEach(this::addToClasspath);
          return jars;
        });
    shell.eval("import java.util.*;");
    shell.eval(
        "void lineMagic(String name, List<String> words) throws Exception {"
            + " io.github.spencerpark.ijava.IJava.getKernelInstance().getMagics()"
            + ".applyLineMagic(name, words); }");
    shell.eval(
        "void cellMagic(String name, List<String> words, String body) throws Exception {"
            + " io.github.spencerpark.ijava.IJava.getKernelInstance().getMagics()"
            + ".applyCellMagic(name, words, body); }");
  }

  /** Where the real one keeps its jshell. */
  public static final class Evaluator {
    private final JShell shell;

    Evaluator(JShell shell) {
      this.shell = shell;
    }

    public JShell getShell() {
      return shell;
    }
  }

  private ExecutionControlProvider provider() {
    return new ExecutionControlProvider() {
      @Override
      public String name() {
        return "kept";
      }

      @Override
      public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return control;
      }
    };
  }

  public void addToClasspath(String path) {
    shell.addToClasspath(path);
  }

  public Magics getMagics() {
    return magics;
  }

  @Override
  public DisplayData eval(String cell) throws Exception {
    Object value = null;
    CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(withoutMagics(cell));
    while (next.completeness().isComplete()) {
      value = evaluate(next.source());
      next = shell.sourceCodeAnalysis().analyzeCompletion(next.remaining());
    }
    if (next.completeness() != Completeness.EMPTY) {
      throw new IllegalArgumentException("Incomplete input: " + next.remaining().strip());
    }
    if (value == null) {
      return null;
    }
    return value instanceof DisplayData shown ? shown : getRenderer().render(value);
  }

  private static String withoutMagics(String cell) {
    Matcher whole = CELL_MAGIC.matcher(cell);
    if (whole.matches()) {
      String line = call("cell", whole.group(1), whole.group(2));
      return line.substring(0, line.length() - 2) + ", " + literal(whole.group(3)) + ");";
    }
    return MAGIC.matcher(cell).replaceAll(found -> Matcher.quoteReplacement(call("line", found.group(1), found.group(2))));
  }

  private static String literal(String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return "new String(Base64.getDecoder().decode(\"" + encoded + "\"), java.nio.charset.StandardCharsets.UTF_8)";
  }

  private static String call(String kind, String name, String words) {
    StringBuilder call = new StringBuilder(kind + "Magic(\"" + name + "\", List.of(");
    String separator = "";
    for (String word : words.strip().split("\\s+")) {
      if (!word.isEmpty()) {
        call.append(separator).append(literal(word));
        separator = ", ";
      }
    }
    return call.append("));").toString();
  }

  private Object evaluate(String snippet) throws Exception {
    Object value = null;
    JShellException thrown = null;
    SnippetEvent rejected = null;
    for (SnippetEvent event : shell.eval(snippet)) {
      Snippet.SubKind kind = event.snippet().subKind();
      Object result = event.value() != null && kind.isExecutable() ? control.take(event.value()) : null;
      value = SHOWN.contains(kind) ? result : null;
      if (event.causeSnippet() == null) {
        thrown = event.exception() == null ? thrown : event.exception();
        rejected = event.exception() == null && !event.status().isDefined() ? event : rejected;
      }
    }
    if (thrown != null) {
      throw thrown;
    }
    if (rejected != null) {
      StringBuilder why = new StringBuilder();
      shell.diagnostics(rejected.snippet()).forEach(d -> why.append(d.getMessage(null)).append('\n'));
      throw new IllegalArgumentException(why + rejected.snippet().source());
    }
    return value;
  }

  @Override
  public List<String> formatError(Exception thrown) {
    List<String> lines = super.formatError(thrown);
    return thrown instanceof EvalException user
        ? lines.stream().map(line -> line.replace(EvalException.class.getName(), user.getExceptionClassName())).toList()
        : lines;
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return new LanguageInfo.Builder("Java")
        .version(Runtime.version().toString())
        .mimetype("text/x-java-source")
        .fileExtension(".java")
        .pygments("java")
        .codemirror("java")
        .build();
  }

  @Override
  public void interrupt() {
    control.interrupt();
  }

  @Override
  public void onShutdown(boolean isRestarting) {
    shell.close();
  }
}
