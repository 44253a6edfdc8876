package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import java.util.Map;
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
  private static final Pattern MAGIC = Pattern.compile("(?m)^[ \\t]*%(\\w+)[ \\t]*(.*)$");

  private final ResultKeepingControl control = new ResultKeepingControl();
  private final JShell shell;
  private final Magics magics = new Magics();

  JavaKernel() {
    shell =
        JShell.builder()
            .in(System.in)
            .out(System.out)
            .err(System.err)
            .executionEngine(provider(), Map.of())
            .build();
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
    return MAGIC.matcher(cell).replaceAll(found -> Matcher.quoteReplacement(call(found.group(1), found.group(2))));
  }

  private static String call(String name, String words) {
    StringBuilder call = new StringBuilder("lineMagic(\"" + name + "\", List.of(");
    String separator = "";
    for (String word : words.strip().split("\\s+")) {
      if (!word.isEmpty()) {
        call.append(separator).append('"').append(word.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
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
      value = kind.hasValue() && kind != Snippet.SubKind.VAR_DECLARATION_WITH_INITIALIZER_SUBKIND ? result : null;
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
    shell.stop();
  }

  @Override
  public void onShutdown(boolean isRestarting) {
    shell.close();
  }
}
