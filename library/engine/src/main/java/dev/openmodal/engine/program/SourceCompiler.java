package dev.openmodal.engine.program;

import com.sun.source.util.JavacTask;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Compiles the source of a program in memory, with the compiler and the rules of this Java's source
 * launcher ({@code java FILE.java}). Only where {@link CompilerModule} is.
 */
public final class SourceCompiler {
  /** From this Java on a program may have more files, and warnings are shown (JEP 458). */
  static final int MANY_FILES = 22;

  private final String classPath;
  private final Optional<String> source;
  private final boolean preview;
  private final List<String> moduleOptions;

  /**
   * @param classPath as the compiler understands it
   * @param source the version of the language, if not this Java's
   * @param preview whether preview features are allowed
   * @param moduleOptions {@code --add-exports} and {@code --add-modules}, each as one word
   */
  public SourceCompiler(
      String classPath, Optional<String> source, boolean preview, List<String> moduleOptions) {
    this.classPath = classPath;
    this.source = source;
    this.preview = preview;
    this.moduleOptions = List.copyOf(moduleOptions);
  }

  /**
   * Compiles it.
   *
   * @param messages takes what the compiler says
   * @throws ProgramRefusedException if it cannot be launched
   */
  public CompiledProgram compile(SourceFile file, PrintWriter messages)
      throws ProgramRefusedException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean hasSiblings = Runtime.version().feature() >= MANY_FILES;
    ClassesInMemory classes =
        new ClassesInMemory(compiler.getStandardFileManager(null, null, null), hasSiblings);
    MainClassFinder main = new MainClassFinder(file, classes, hasSiblings);
    boolean isCompiled;
    try {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  messages, classes, null, options(), null, List.of(new SourceText(file)));
      task.addTaskListener(main);
      isCompiled = task.call();
    } catch (IllegalArgumentException e) {
      throw new ProgramRefusedException(
          String.valueOf(e.getMessage()).replaceFirst("^error: ", ""));
    } catch (RuntimeException e) {
      throw main.refusal().orElseThrow(() -> e); // the compiler wraps what listeners throw
    } finally {
      messages.flush();
    }
    if (!isCompiled) {
      throw new ProgramRefusedException("compilation failed");
    }
    return new CompiledProgram(
        main.found()
            .orElseThrow(() -> new ProgramRefusedException("no class declared in source file")),
        classes.byName());
  }

  private List<String> options() throws ProgramRefusedException {
    int here = Runtime.version().feature();
    List<String> options = new ArrayList<>(List.of("-classpath", classPath));
    if (preview) {
      if (source.isEmpty() && here < MANY_FILES) {
        throw new ProgramRefusedException("--enable-preview must be used with --source");
      }
      options.add("--enable-preview");
    }
    if (source.isPresent() || preview) {
      options.addAll(List.of("--release", source.orElse(Integer.toString(here))));
    }
    options.addAll(moduleOptions);
    options.addAll(List.of("-proc:none", "-implicit:class", "-Xdiags:verbose"));
    if (here >= MANY_FILES) {
      options.addAll(List.of("-Xlint:deprecation", "-Xlint:unchecked", "-Xlint:-options"));
    }
    return options;
  }
}
