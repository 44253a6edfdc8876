package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real kernel shows in its cells beside text. */
class NotebookCellTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  private static KernelSession open(int java) {
    return open("jjava-jars", java);
  }

  private static KernelSession open(String kind, int java) {
    FrontEnd kernel = new FrontEnd(kind, java);
    Optional<String> missing = kernel.missing();
    assumeTrue(missing.isEmpty(), missing::orElseThrow);
    KernelSession session = (KernelSession) kernel.open();
    session.evaluate("import java.util.stream.*;");
    session.evaluate(
        "var f = app(\"cells\").function((Integer i) -> { Thread.sleep(40);"
            + " if (i % 20 == 7) throw new IllegalStateException(\"no <\" + i + \">\");"
            + " return i; });");
    return session;
  }

  private static List<JsonNode> named(String event, List<JsonNode> events) {
    return events.stream().filter(e -> e.path("event").asText().equals(event)).toList();
  }

  private static String text(JsonNode shown) {
    return shown.path("data").path("text/plain").asText();
  }

  private static String id(JsonNode shown) {
    return shown.path("transient").path("display_id").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "jjava-jars, 17",
    "jjava-jars, 25",
    "ijava, 17",
    "ijava, 25",
    "rapaio, 17",
    "rapaio, 25"
  })
  void aMapShowsHowFarItHasGot(String kind, int java) {
    try (KernelSession kernel = open(kind, java)) {
      long start = System.nanoTime();
      KernelSession.Cell cell =
          kernel.cell("var o = f.map(IntStream.range(0, 100).boxed()).outcomes(); o", LONG);
      double seconds = (System.nanoTime() - start) / 1e9;

      assertThat(cell.status()).isEqualTo("ok");
      List<JsonNode> shown = named("display", cell.events());
      List<JsonNode> updates = named("update", cell.events());
      assertThat(shown).hasSize(1);
      assertThat(text(shown.get(0))).startsWith("map of app cells: ").contains("·");
      assertThat(updates).hasSizeBetween(2, (int) (4 * seconds) + 1);
      assertThat(updates).allMatch(update -> id(update).equals(id(shown.get(0))));
      JsonNode last = updates.get(updates.size() - 1);
      assertThat(text(last))
          .startsWith("map of app cells: 95 done, 5 failed | ")
          .contains("■■■■■■■✗■", "input 7: java.lang.IllegalStateException: no <7>");
      assertThat(last.path("data").path("text/html").asText())
          .contains("no &lt;7&gt;", "<details>")
          .doesNotContain("<script");
      assertThat(kernel.listen(Duration.ofSeconds(1)).all()).as("after the end").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void aMapThatGoesOnIsShownInTheCellThatHasStartedIt(String kind) {
    try (KernelSession kernel = open(kind, 17)) {
      KernelSession.Cell cell =
          kernel.cell("var r = f.map(IntStream.range(0, 100).boxed());", LONG);
      assertThat(named("display", cell.events())).isEmpty();
      int started = kernel.lastCell();
      KernelSession.Cell meanwhile = kernel.listen(Duration.ofSeconds(8));
      List<JsonNode> shown = named("display", meanwhile.eventsOf(started));
      List<JsonNode> updates = named("update", meanwhile.eventsOf(started));
      assertThat(shown).hasSize(1);
      assertThat(text(updates.get(updates.size() - 1))).contains("95 done, 5 failed | ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17})
  void aMapThatIsStoppedSaysSo(int java) throws Exception {
    try (KernelSession kernel = open(java)) {
      kernel.submit("f.map(IntStream.range(0, 10_000).boxed()).toList();", LONG);
      Thread.sleep(4000);
      kernel.interrupt();
      KernelSession.Cell cell = kernel.awaitCell(LONG);
      assertThat(cell.status()).isEqualTo("error");
      // The kernel ends the cell without waiting for the code that it has interrupted.
      List<JsonNode> updates =
          named("update", kernel.listen(Duration.ofSeconds(2)).eventsOf(kernel.lastCell()));
      assertThat(text(updates.get(updates.size() - 1)))
          .contains(" failed", "took ", "more, all in outcomes().failed()");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void theMagicRunsTheCommand(String kind) {
    try (KernelSession kernel = open(kind, 17)) {
      KernelSession.Cell version = kernel.cell("%openmodal version", LONG);
      assertThat(version.status()).isEqualTo("ok");
      assertThat(version.text("stdout")).startsWith("openmodal ").contains("provider  process");
      KernelSession.Cell unknown = kernel.cell("%openmodal nonsense", LONG);
      assertThat(unknown.text("stderr")).contains("nonsense", "openmodal");
      assertThat(unknown.status()).isEqualTo("error");
      kernel.evaluate("f.remote(1);");
      JsonNode workers = named("display", kernel.cell("%openmodal ps", LONG).events()).get(0);
      assertThat(text(workers)).contains("worker", "cells", "idle");
      assertThat(workers.path("data").path("text/html").asText()).contains("<table", "idle");
      assertThat(kernel.cell("%openmodal stop cells", LONG).text("stdout"))
          .isEqualToIgnoringNewLines("stopped 1 worker");
      assertThat(kernel.evaluate("f.remote(1)", LONG)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17})
  void nothingIsRedrawnWhileOnlyTimePasses(int java) {
    try (KernelSession kernel = open(java)) {
      kernel.evaluate("var same = app(\"cells\").function((Integer i) -> i);");
      // More than it may be ahead of the results, which nobody takes.
      kernel.evaluate("var r = same.map(IntStream.range(0, 100_000).boxed());");
      KernelSession.Cell begin = kernel.listen(Duration.ofSeconds(10));
      assertThat(named("display", begin.eventsOf(kernel.lastCell()))).hasSize(1);
      assertThat(kernel.listen(Duration.ofSeconds(3)).all()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17})
  void anExceptionThatHangsWhenItIsPrintedHoldsNothingUp(int java) {
    try (KernelSession kernel = open(java)) {
      kernel.evaluate("System.setProperty(\"hangs\", \"here\");");
      kernel.evaluate(
          "class Hangs extends RuntimeException { public String toString() {"
              + " if (System.getProperty(\"hangs\") != null) try { Thread.sleep(30_000); }"
              + " catch (InterruptedException e) { } return \"Hangs\"; } }");
      kernel.evaluate(
          "var g = app(\"cells\").function((Integer i) -> {"
              + " Thread.sleep(50); if (true) throw new Hangs(); return i; });");
      KernelSession.Cell cell =
          kernel.cell(
              "g.map(IntStream.range(0, 40).boxed()).outcomes().failed().size()",
              Duration.ofSeconds(20));
      assertThat(cell.status()).isEqualTo("ok");
      assertThat(cell.result()).isEqualTo("40");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void ourObjectsAreShownAsCards(String kind) {
    try (KernelSession kernel = open(kind, 17)) {
      assertThat(html(kernel.cell("f", LONG)))
          .contains("<b>RemoteFunction</b> of app cells", "<summary>captures ");
      assertThat(html(kernel.cell("f.map(IntStream.range(0, 10).boxed()).outcomes()", LONG)))
          .contains("9 done, 1 failed", "✗ java.lang.IllegalStateException: no &lt;7&gt;");
      KernelSession.Cell none =
          kernel.cell("f.map(IntStream.range(0, 3).boxed()).outcomes().failed()", LONG);
      assertThat(html(none)).contains("no input has failed");
      assertThat(none.result()).isEqualTo("no input has failed");
      kernel.evaluate("var thread = new Thread();");
      assertThat(html(kernel.cell("app(\"cells\").function(() -> thread.getName())", LONG)))
          .contains("✗ cannot run remotely: ", "a thread cannot travel");
    }
  }

  private static String html(KernelSession.Cell cell) {
    JsonNode result = named("result", cell.events()).get(0);
    return result.path("data").path("text/html").asText();
  }
}
