package dev.openmodal.tests.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Writes forms as one plain Java program and compiles it, by the jshell and the javac of the JDK
 * that it runs on: one class a form, a class of what all use, and one with {@code main}. A form
 * that does not compile is said and left out. {@link ProgramRun} starts it.
 */
final class ProgramWriter {
  private static final String PACKAGE = "package forms;\n";

  /** A form that does not compile may hide errors of others, for a few rounds at most. */
  private static final int ROUNDS = 5;

  private final Path sources;
  private final Path classes;
  private final String classPath;

  /** The class of each form that is still in. */
  private final Map<String, String> classNames = new LinkedHashMap<>();

  private ProgramWriter(Path folder, String classPath) throws IOException {
    this.sources = Files.createDirectories(folder.resolve("sources"));
    this.classes = Files.createDirectories(folder.resolve("classes"));
    this.classPath = classPath;
  }

  /**
   * @param arguments the folder to write to, the class path to compile with, and the forms' ids
   */
  public static void main(String[] arguments) throws IOException {
    Set<String> wanted = new TreeSet<>(Arrays.asList(arguments).subList(2, arguments.length));
    ProgramWriter writer = new ProgramWriter(Path.of(arguments[0]), arguments[1]);
    writer.write(FormFiles.forms().stream().filter(f -> wanted.contains(f.id())).toList());
    writer.compile();
  }

  private void write(List<Form> forms) throws IOException {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
      FormSource prelude = new FormSource(analysis);
      prelude.add(FormFiles.prelude());
      write("Prelude", prelude.file(PACKAGE, "Prelude"));
      String head = PACKAGE + prelude.imports() + "import static forms.Prelude.*;\n";
      for (Form form : forms) {
        FormSource source = new FormSource(analysis);
        try {
          for (Form.Step step : form.steps()) {
            if (step instanceof Form.Redefine) {
              break; // nothing is redefined in a program
            }
            source.add(
                step instanceof Form.Call call
                    ? call.snippet(form.id())
                    : ((Form.Code) step).text());
          }
          write(className(form), source.file(head, className(form)));
          classNames.put(form.id(), className(form));
        } catch (IllegalArgumentException e) {
          leaveOut(form.id(), String.valueOf(e.getMessage()));
        }
      }
    }
  }

  /** {@code RecordRichForm} of {@code record-rich}. */
  private static String className(Form form) {
    return Arrays.stream(form.id().split("-", -1))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining())
        + "Form";
  }

  private void compile() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      write("Main", main());
      List<Path> files = new ArrayList<>(List.of(file("Prelude"), file("Main")));
      classNames.values().forEach(name -> files.add(file(name)));
      DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
      if (compiles(files, found)) {
        return;
      }
      boolean isFirst = round == 0;
      found.getDiagnostics().stream()
          .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
          .forEach(error -> leaveOut(error, isFirst));
    }
    throw new IllegalStateException("forms hide each other's errors for too long");
  }

  private boolean compiles(List<Path> files, DiagnosticCollector<JavaFileObject> found)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(found, null, null)) {
      List<String> options =
          List.of("-nowarn", "-Xmaxerrs", "10000", "-cp", classPath, "-d", classes.toString());
      return compiler
          .getTask(null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files))
          .call();
    }
  }

  private void leaveOut(Diagnostic<? extends JavaFileObject> error, boolean isFirst) {
    String why = error.getMessage(Locale.ROOT).lines().findFirst().orElse("");
    String name =
        error.getSource() == null
            ? ""
            : Path.of(error.getSource().getName()).getFileName().toString().replace(".java", "");
    if (classNames.containsValue(name)) {
      String id =
          classNames.entrySet().stream()
              .filter(each -> each.getValue().equals(name))
              .findFirst()
              .orElseThrow()
              .getKey();
      leaveOut(id, why);
    } else if (isFirst && (name.isEmpty() || name.equals("Prelude"))) {
      throw new IllegalStateException(name + ": " + why);
    }
  }

  private void leaveOut(String id, String why) {
    classNames.remove(id);
    System.out.println(id + "\t" + why);
  }

  /** Says before each form which one it is. */
  private String main() {
    return """
        %s
        public final class Main {
          interface Form { void run() throws Throwable; }

          public static void main(String[] arguments) throws Throwable {
            Prelude.run();
        %s  }

          static void form(String id, Form form) {
            System.out.println("%s" + id);
            try {
              form.run();
            } catch (Throwable t) {
              System.out.println(t);
            }
          }
        }
        """
        .formatted(
            PACKAGE,
            classNames.entrySet().stream()
                .map(e -> "    form(\"%s\", %s::run);\n".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining()),
            ProgramRun.FORM);
  }

  private void write(String className, String text) throws IOException {
    Files.writeString(file(className), text);
  }

  private Path file(String className) {
    return sources.resolve(className + ".java");
  }
}
