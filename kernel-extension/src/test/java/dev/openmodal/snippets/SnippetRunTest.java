package dev.openmodal.snippets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnippetRunTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;

  @BeforeEach
  void takeStreams() {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
  }

  @AfterEach
  void giveStreamsBack() {
    System.setOut(outBefore);
    System.setErr(errBefore);
  }

  private OptionalInt run(String text, String... arguments) {
    try (JShell shell = JShell.builder().executionEngine(new OwnThreadEngine(), Map.of()).build()) {
      return new SnippetRun(shell, Path.of("notes.jsh")).run(text, arguments, true);
    }
  }

  private String printed() {
    return out.toString(UTF_8);
  }

  @Test
  void theValueOfTheLastExpressionIsPrinted() {
    assertThat(run("int n = 2;\nIntStream.range(0, n).toArray()\n")).isEmpty();
    assertThat(printed()).isEqualTo("[0, 1]\n");
    assertThat(run("String s = \"a\";\ns")).isEmpty();
    assertThat(run("1 + 1;\n")).isEmpty();
    assertThat(run("1 + 1\nint n = 3;\n")).isEmpty();
    assertThat(printed()).isEqualTo("[0, 1]\na\n");
  }

  @Test
  void aLastValueThatCannotBeShownFails() {
    assertThat(
            run(
                "class Bad { public String toString() { throw new IllegalStateException(\"no\"); }"
                    + " }\nnew Bad()\n"))
        .hasValue(1);
    assertThat(err.toString(UTF_8)).contains("IllegalStateException: no");
  }

  @Test
  void snippetsMayStandOnManyLinesAndSeveralOnOne() {
    assertThat(
            run(
                """
                int f(int n) {

                  // a comment
                  return g(n) /* and
                  another */ + 1;
                }
                int g(int n) { return 2 * n; } int k = f(4);

                System.out.println(
                    k
                );
                """))
        .isEmpty();
    assertThat(printed()).isEqualTo("9\n");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void argumentsArriveAsTheyWere() {
    assertThat(run("System.out.println(Arrays.toString(args));", "a\"b", "\\u0041\n", "", "€ 🐎"))
        .isEmpty();
    assertThat(printed()).isEqualTo("[a\"b, \\u0041\n, , € 🐎]\n");
  }

  @Test
  void aSnippetThatFailsEndsTheRunAndIsNamedByItsLine() {
    assertThat(
            run(
                "int n = 0;\n\n\nvoid f() {\n  n = 1 / n;\n}\nf();\nSystem.out.println(\"never\");"))
        .hasValue(1);
    assertThat(err.toString(UTF_8))
        .contains("java.lang.ArithmeticException: / by zero")
        .contains("(notes.jsh:5)");
    assertThat(printed()).isEmpty();
  }

  @Test
  void whatDoesNotCompileIsNamedByItsLine() {
    assertThat(run("\n// first\nint n = 1;\n\nvoid f() {\n  int m = \"x\";\n}\n")).hasValue(1);
    assertThat(err.toString(UTF_8)).startsWith("notes.jsh:6: error: incompatible types");
    err.reset();
    assertThat(run("int n = 1;\nvoid f() {\n")).hasValue(1);
    assertThat(err.toString(UTF_8)).startsWith("notes.jsh:2: error: reached end of file");
  }

  @Test
  void exitEndsTheRunWithItsCode() {
    assertThat(run("int n = 4;\n/exit n + 1\nSystem.out.println(\"never\");")).hasValue(5);
    assertThat(run("/exit\n1")).hasValue(0);
    assertThat(run("/exit \"x\"")).hasValue(1);
    assertThat(printed()).isEmpty();
  }

  @Test
  void otherCommandsAreRefused() {
    assertThat(run("int n = 4;\n/env -class-path x.jar\n")).hasValue(1);
    assertThat(err.toString(UTF_8)).startsWith("notes.jsh:2: error: /env is a command of jshell");
  }
}
