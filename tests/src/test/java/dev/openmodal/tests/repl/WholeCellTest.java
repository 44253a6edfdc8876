package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells give the same with and without {@code %%openmodal}. */
class WholeCellTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String MAGIC = "%%openmodal\n";

  /**
   * One cell of {@code whole.cells}.
   *
   * @param fails what its error contains; nothing for one that ends well
   * @param only on which Javas, where not on all
   */
  private record Whole(
      String id, String code, List<String> shows, List<String> fails, List<String> only) {}

  private static List<Whole> cells() {
    List<Whole> cells = new ArrayList<>();
    for (String cell : resource().split("(?m)^cell ")) {
      List<String> lines = cell.lines().filter(line -> !line.startsWith("#")).toList();
      if (lines.isEmpty() || lines.get(0).isBlank()) {
        continue;
      }
      List<String> body = lines.subList(1, lines.size());
      cells.add(
          new Whole(
              lines.get(0).strip(),
              String.join("\n", body.stream().filter(l -> !isNote(l)).toList()).strip(),
              after("show ", body),
              after("fails ", body),
              after("only ", body)));
    }
    return cells;
  }

  private static boolean isNote(String line) {
    return line.startsWith("show ") || line.startsWith("fails ") || line.startsWith("only ");
  }

  private static List<String> after(String word, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()))
        .toList();
  }

  private static String resource() {
    Path file = TestMachine.checkout().resolve("tests/src/test/resources/cells/whole.cells");
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KernelSession open(String kind, int java) {
    KernelSession kernel = FrontEnd.kernel(kind, java);
    kernel.evaluate("import java.util.*;");
    return kernel;
  }

  @Test
  void thereAreManyCells() {
    assertThat(cells())
        .hasSizeGreaterThanOrEqualTo(40)
        .extracting(Whole::id)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0} on Java {1}")
  @CsvSource({"jjava-jars, 17", "jjava-jars, 25", "ijava, 17", "rapaio, 25"})
  @Execution(ExecutionMode.CONCURRENT)
  void theyGiveTheSameWithAndWithoutTheMagic(String kind, int java) {
    List<String> differences = new ArrayList<>();
    try (KernelSession plain = open(kind, java);
        KernelSession remote = open(kind, java)) {
      for (Whole cell : cells()) {
        if (!cell.only().isEmpty() && !cell.only().contains(Integer.toString(java))) {
          continue;
        }
        KernelSession.Cell here = plain.cell(cell.code(), LONG);
        KernelSession.Cell there = remote.cell(MAGIC + cell.code(), LONG);
        String expected = summary(cell, here);
        String actual = summary(cell, there);
        for (String shown : cell.shows()) {
          expected += "\n" + shown + " = " + text(plain.cell("\"\" + (" + shown + ")", LONG));
          actual += "\n" + shown + " = " + text(remote.cell("\"\" + (" + shown + ")", LONG));
        }
        if (!expected.equals(actual)) {
          differences.add(
              cell.id()
                  + "\n--- plain\n"
                  + expected
                  + "\n--- %%openmodal\n"
                  + actual
                  + "\n"
                  + there.error());
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void theOptionsAreThoseOfTheFunction() {
    try (KernelSession kernel = open("jjava-jars", 17)) {
      kernel.evaluate("int before = 1;");
      String options = "%%openmodal --app other --memory 96Mi --env WHO=me --jvm-option -Dx=y\n";
      KernelSession.Cell cell =
          kernel.cell(
              options
                  + "System.getenv(\"WHO\") + System.getProperty(\"x\")"
                  + " + (Runtime.getRuntime().maxMemory() >> 20 < 100)",
              LONG);
      assertThat(text(cell)).isEqualTo("meytrue");
      assertThat(text(kernel.cell("%openmodal ps", LONG))).contains("other");

      KernelSession.Cell late =
          kernel.cell("%%openmodal --timeout 1s\nbefore = 3; Thread.sleep(60_000);", LONG);
      assertThat(late.error())
          .contains("Raise --timeout or let the code do less. [TIMEOUT]")
          .doesNotContain("dev.openmodal.notebook.cell");
      assertThat(kernel.value("before")).isEqualTo("1");
    }
  }

  @Test
  void optionsThatAreNotUnderstoodAreSaidInAFewLinesBeforeAnythingRuns() {
    try (KernelSession kernel = open("jjava-jars", 17)) {
      KernelSession.Cell wrong =
          kernel.cell("%%openmodal --memmory 1\nrecord Declared(int i) {}", LONG);
      assertThat(wrong.error())
          .contains("There is no option '--memmory' here.", "Options: --app, --provider")
          .doesNotContain("picocli", "dev.openmodal.engine", "dev.openmodal.notebook");
      assertThat(wrong.error().lines().count()).isLessThan(25);
      assertThat(kernel.cell("new Declared(1)", LONG).status()).isEqualTo("error");

      KernelSession.Cell help = kernel.cell("%%openmodal --help\nint made = 1;", LONG);
      assertThat(help.status()).as(help.error()).isEqualTo("ok");
      assertThat(help.text("stdout")).contains("Usage: %%openmodal", "--memory=SIZE");
      assertThat(kernel.cell("made", LONG).status()).isEqualTo("error");
    }
  }

  @Test
  void whatCannotComeBackIsNamedAndNullAndAllElseComesBack() {
    try (KernelSession kernel = open("jjava-jars", 17)) {
      kernel.evaluate("int before = 1; Object held = \"text\"; List<Object> same = List.of();");
      KernelSession.Cell cell =
          kernel.cell(
              MAGIC
                  + "before = 2;\nheld = new Thread();\nvar text = new StringBuilder(\"x\");\n"
                  + "same = List.of(text);\nvar all = List.of(1, new java.io.StringReader(\"x\"));\n"
                  + "before + 40",
              LONG);
      assertThat(cell.status()).as(cell.error()).isEqualTo("ok");
      assertThat(text(cell)).isEqualTo("42");
      assertThat(cell.text("stderr").lines())
          .containsExactly(
              "openmodal: the variable held did not come back and is null now: held → "
                  + "java.lang.Thread: a thread cannot travel. In the cell that makes it, put what"
                  + " you need of it into another variable.",
              "openmodal: the variable all did not come back and is null now: all → element 1 → "
                  + "java.io.StringReader: an open stream cannot travel. In the cell that makes it,"
                  + " put what you need of it into another variable.");
      assertThat(kernel.value("before + \" \" + held + all + (same.get(0) == text)"))
          .isEqualTo("2 nullnulltrue");

      KernelSession.Cell value = kernel.cell(MAGIC + "before = 3;\nnew Thread()", LONG);
      assertThat(value.text("stderr"))
          .contains("the last value cannot be shown: value → java.lang");
      KernelSession.Cell fails =
          kernel.cell(MAGIC + "held = new Thread();\n1 / (before - 3)", LONG);
      assertThat(fails.error()).contains("ArithmeticException");
      assertThat(fails.text("stderr")).contains("the variable held did not come back");
    }
  }

  @Test
  void nothingOfItRunsHere() {
    try (KernelSession kernel = open("jjava-jars", 17)) {
      kernel.evaluate("void note() { System.setProperty(\"ran\", \"here\"); }");
      KernelSession.Cell odd = kernel.cell(MAGIC + "note();\nreturn 5;", LONG);
      assertThat(odd.status()).isEqualTo("error");
      KernelSession.Cell nameless =
          kernel.cell(
              MAGIC + "int a = 5;\nSystem.out.println(a);\nvar r = new Object() { int v; };", LONG);
      assertThat(nameless.text("stdout")).isEqualToIgnoringNewLines("5");
      assertThat(nameless.error()).contains("a type without a name");
      assertThat(kernel.value("System.getProperty(\"ran\") + a")).isEqualTo("null5");
    }
  }

  @Test
  void onlyVariablesThatTheCellReachesTravel() {
    try (KernelSession kernel = open("jjava-jars", 17)) {
      kernel.evaluate("Scanner in = new Scanner(\"held here\"); int deep = 1;");
      kernel.evaluate("void deeper() { deep++; }");
      KernelSession.Cell cell =
          kernel.cell(
              MAGIC
                  + "// in a comment, \"in\" a text, and as a part of System.in\n"
                  + "String text = \"in\" + (System.in != null);\n"
                  + "deeper();\ntext",
              LONG);
      assertThat(text(cell)).isEqualTo("intrue");
      assertThat(kernel.value("deep + in.next()")).isEqualTo("2held");
      assertThat(kernel.cell(MAGIC + "in.next()", LONG).error())
          .contains(": in (snippet variable) → ", " in the cell.")
          .doesNotContain("lambda", "dev.openmodal.notebook");
    }
  }

  @Test
  void aTraceNamesTheLineOfTheCell() {
    try (KernelSession kernel = open("jjava-jars", 17)) {
      KernelSession.Cell cell =
          kernel.cell(
              MAGIC
                  + "String a = \"http://x\";\nString b =\n  null; // none\nint c = 3;\nb.length();",
              LONG);
      assertThat(cell.error()).containsPattern("Caused by: java.lang.NullPointerException");
      assertThat(cell.error())
          .containsPattern("#\\d+:6\\)")
          .containsPattern("openmodal.remote\\(worker pid \\d+\\)")
          .doesNotContain("dev.openmodal", "java.util.Optional");
    }
  }

  @Test
  void whatDoesNotCompileIsNamedByItsLineAndASign() {
    try (KernelSession kernel = open("jjava-jars", 17)) {
      assertThat(
              kernel
                  .cell(
                      MAGIC
                          + "int a = 1;\nfor (int i = 0; i < 3; i++) {\n  System.out.println(i)\n}",
                      LONG)
                  .error())
          .contains(
              "Line 4 of the cell does not compile: ';' expected\n    System.out.println(i)\n"
                  + " ".repeat(25)
                  + "^");
      assertThat(kernel.cell(MAGIC + "int b = 1;\nb = 2; b = nobody + 1;", LONG).error())
          .contains("Line 3 of the cell does not compile: cannot find symbol")
          .doesNotContain("location:");
      assertThat(kernel.cell(MAGIC + "\nint twice(int i) {\n  return \"x\";\n}", LONG).error())
          .contains("Line 4 of the cell does not compile: incompatible", "    return \"x\";\n");
    }
  }

  private static String summary(Whole cell, KernelSession.Cell run) {
    String failed =
        cell.fails().isEmpty()
            ? run.error()
            : String.join(", ", cell.fails().stream().filter(run.error()::contains).toList());
    return run.status()
        + "\nprints "
        + run.text("stdout")
        + "\nshows "
        + text(run)
        + "\nfails "
        + failed;
  }

  /** What it shows, however the kernel publishes it. */
  private static String text(KernelSession.Cell run) {
    return run.events().stream()
        .filter(e -> List.of("result", "display").contains(e.path("event").asText()))
        .map(e -> e.path("data"))
        .filter(
            data -> !data.path("text/plain").asText().matches("(openmodal|call of app \\w+): .*"))
        .map(data -> data.path(data.has("text/plain") ? "text/plain" : "text/html").asText())
        .findFirst()
        .orElse("nothing");
  }
}
