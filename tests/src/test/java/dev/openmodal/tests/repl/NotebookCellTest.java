package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real kernel shows in its cells beside text. */
class NotebookCellTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Kernels for tests that leave nothing behind that others would notice, by kind. */
  private static final Map<String, KernelSession> SHARED = new HashMap<>();

  private static KernelSession shared(String kind) {
    FrontEnd.assumeKernel(kind, 17);
    return SHARED.computeIfAbsent(kind, each -> open(each, 17));
  }

  @AfterAll
  static void closeShared() {
    SHARED.values().forEach(KernelSession::close);
    SHARED.clear();
  }

  private static KernelSession open(int java) {
    return open("jjava-jars", java);
  }

  private static KernelSession open(String kind, int java) {
    KernelSession session = FrontEnd.kernel(kind, java);
    session.evaluate("import java.util.stream.*;");
    session.evaluate(
        "var f = app(\"cells\").function((Integer i) -> { Thread.sleep(40);"
            + " if (i % 20 == 7) throw new IllegalStateException(\"no <\" + i + \">\");"
            + " return i; });");
    return session;
  }

  private static List<JsonNode> named(String event, List<JsonNode> events) {
    return events.stream()
        .filter(e -> e.path("event").asText().equals(event) && !text(e).startsWith("openmodal: "))
        .toList();
  }

  private static String text(JsonNode shown) {
    return shown.path("data").path("text/plain").asText();
  }

  private static String id(JsonNode shown) {
    return shown.path("transient").path("display_id").asText();
  }

  @ParameterizedTest
  @CsvSource({"jjava-jars, 17", "jjava-jars, 25", "ijava, 17", "rapaio, 25"})
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
      assertThat(kernel.value("\"\" + f")).contains("captures ").doesNotContain("$Cancel$");
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
          .contains(" stopped", "took ", "□ stopped")
          .doesNotContain("CANCELLED");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void theMagicRunsTheCommand(String kind) {
    KernelSession kernel = shared(kind);
    KernelSession.Cell version = kernel.cell("%openmodal version", LONG);
    assertThat(version.status()).isEqualTo("ok");
    assertThat(version.text("stdout")).startsWith("openmodal ").contains("provider  process");
    KernelSession.Cell unknown = kernel.cell("%openmodal nonsense", LONG);
    assertThat(unknown.text("stderr"))
        .contains("There is no command 'nonsense'", "status")
        .doesNotContain("jshell");
    assertThat(kernel.cell("%openmodal help", LONG).text("stdout"))
        .contains("Usage: %openmodal COMMAND", "captured", "%openmodal help ps tells more")
        .doesNotContain("completion", "./tour");
    assertThat(kernel.cell("%openmodal doctor", LONG).text("stdout")).contains("this is one");
    assertThat(unknown.status()).isEqualTo("error");
    kernel.evaluate("f.remote(1);");
    JsonNode workers = named("display", kernel.cell("%openmodal ps", LONG).events()).get(0);
    assertThat(text(workers)).contains("worker", "cells", "idle");
    assertThat(workers.path("data").path("text/html").asText()).contains("<table", "idle");
    assertThat(kernel.cell("%openmodal stop cells", LONG).text("stdout")).startsWith("stopped ");
    assertThat(kernel.evaluate("f.remote(1)", LONG)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void aCallShowsHowItStandsAboveWhatItPrints(String kind) {
    KernelSession kernel = shared(kind);
    kernel.evaluate(
        "var slow = app(\"cells\").function((Integer i) -> { System.out.println(\"at \" + i);"
            + " Thread.sleep(i); if (i == 1) throw new IllegalStateException(\"no <1>\");"
            + " return i; });");
    kernel.cell("slow.remote(0)", LONG); // a worker is there
    KernelSession.Cell cell = kernel.cell("slow.remote(1500)", LONG);
    assertThat(cell.events())
        .extracting(event -> event.path("event").asText())
        .startsWith("display", "stream")
        .endsWith("update", "result");
    List<JsonNode> updates = named("update", cell.events());
    assertThat(text(named("display", cell.events()).get(0)))
        .matches("call of app cells: (waits for a worker|running on pid [0-9]+), 0 s");
    assertThat(updates).hasSizeBetween(2, 6);
    assertThat(text(updates.get(updates.size() - 1)))
        .matches("call of app cells: done on pid [0-9]+, 1.[5-9] s");

    KernelSession.Cell failing = kernel.cell("slow.remote(1)", LONG);
    assertThat(failing.status()).isEqualTo("error");
    assertThat(text(named("update", failing.events()).get(0)))
        .startsWith("call of app cells: failed on pid ");

    KernelSession.Cell quick =
        kernel.cell("for (int i = 0; i < 99; i++) f.remote(0); slow.remote(0)", LONG);
    List<JsonNode> last = named("update", quick.events());
    assertThat(named("display", quick.events())).hasSize(1);
    assertThat(text(last.get(last.size() - 1))).startsWith("100 calls of app cells: 100 done | ");
  }

  @ParameterizedTest
  @ValueSource(ints = {17})
  void whoeverHoldsTheOutputMayCall(int java) {
    try (KernelSession kernel = open(java)) {
      kernel.evaluate(
          "var prints = app(\"cells\").function((Integer i) -> { Thread.sleep(i);"
              + " System.out.println(\"at \" + i); return i; }).maxContainers(2);");
      kernel.evaluate("prints.map(List.of(1, 1)).toList();"); // two workers are there
      KernelSession.Cell both =
          kernel.cell(
              "var holds = new Thread(() -> { synchronized (System.out) { try { Thread.sleep(300); }"
                  + " catch (InterruptedException e) { } prints.remote(1); } });"
                  + " var other = new Thread(() -> prints.remote(100));"
                  + " holds.start(); other.start(); holds.join(); other.join();",
              LONG);
      assertThat(both.status()).isEqualTo("ok");
      assertThat(kernel.value("1 + 1")).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void callsAndExceptionsAreCards(String kind) {
    KernelSession kernel = shared(kind);
    kernel.evaluate("var good = f.spawn(1); good.get();");
    assertThat(html(kernel.cell("good", LONG)))
        .contains("■", "of app cells</b>: done in ", " on pid ");
    assertThat(shown(kernel.cell("good", LONG))).contains(" of app cells: done in ");
    kernel.evaluate("var bad = f.spawn(7); try { bad.get(); } catch (Exception e) { }");
    assertThat(html(kernel.cell("bad", LONG)))
        .contains(" of app cells</b>: failed after ", "✗ java.lang.Illegal")
        .contains("no &lt;7&gt;", "<summary>trace: on the worker pid ", "openmodal.remote(worker");
    kernel.evaluate(
        "var long1 = app(\"cells\").function((Integer i) -> { Thread.sleep(60_000); return i; })"
            + ".spawn(1);");
    assertThat(html(kernel.cell("long1", LONG))).contains(" of app cells</b>: ", ", at ");
    kernel.evaluate("long1.cancel();");
    assertThat(html(kernel.cell("long1", LONG))).contains("□", ": cancelled after ");
    kernel.evaluate("Throwable t = null; try { f.remote(7); } catch (Exception e) { t = e; }");
    KernelSession.Cell card = kernel.cell("t", LONG);
    assertThat(html(card)).contains("✗ java.lang.IllegalStateException: no &lt;7&gt;</div>");
    assertThat(shown(card))
        .contains("java.lang.IllegalStateException: no <7>", "openmodal.remote(worker pid ");
    if (kind.startsWith("jjava")) { // which opens jshell to what can tell lines
      assertThat(shown(card)).containsPattern("at lambda \\(#[0-9]+:1\\)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void theMagicsLookIntoTheSession(String kind) {
    KernelSession kernel = shared(kind);
    kernel.evaluate("int factor = 3; var g = app(\"cells\").function((Integer i) -> i * factor);");
    KernelSession.Cell captured = kernel.cell("%openmodal captured g", LONG);
    assertThat(captured.status()).as(captured.error()).isEqualTo("ok");
    JsonNode card = named("display", captured.events()).get(0);
    assertThat(text(card)).contains("factor");
    assertThat(card.path("data").path("text/html").asText()).contains("<details open>", "factor");
    KernelSession.Cell unknown = kernel.cell("%openmodal captured nobody", LONG);
    assertThat(unknown.status()).isEqualTo("error");
    assertThat(unknown.text("stderr"))
        .contains("nobody", "symbol")
        .doesNotContain("HandOver", "location");
    assertThat(kernel.cell("%openmodal captured factor", LONG).text("stderr"))
        .contains("factor is a java.lang.Integer, and no function");
    kernel.evaluate("g.spawn(1).get();");
    JsonNode status = named("display", kernel.cell("%openmodal status", LONG).events()).get(0);
    assertThat(text(status)).contains("process (child JVMs", " idle", " done");
    JsonNode logs = named("display", kernel.cell("%openmodal logs", LONG).events()).get(0);
    assertThat(text(logs)).containsSubsequence("call", "cells", "done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void commandsAndOptionsAreCompleted(String kind) {
    KernelSession kernel = shared(kind);
    JsonNode commands = kernel.complete("%openmodal st");
    assertThat(words(commands)).containsExactly("status", "stop");
    assertThat(commands.path("start").asInt()).isEqualTo("%openmodal ".length());
    assertThat(commands.path("end").asInt()).isEqualTo("%openmodal st".length());
    assertThat(words(kernel.complete("%%openmodal --mem"))).containsExactly("--memory");
    assertThat(words(kernel.complete("%openmodal jshell --exec"))).containsExactly("--execution");
    if (!kind.equals("rapaio")) { // which counts otherwise itself
      JsonNode below = kernel.complete("// 😀😀😀\n%openmodal pro");
      assertThat(words(below)).containsExactly("provider");
      assertThat(below.path("start").asInt()).isEqualTo("// 123\n%openmodal ".length());
    }
    if (!kind.equals("ijava")) { // that of the tests completes nothing itself
      assertThat(words(kernel.complete("String.val"))).anyMatch(word -> word.contains("valueOf"));
    }
  }

  private static List<String> words(JsonNode matches) {
    List<String> words = new ArrayList<>();
    matches.path("words").forEach(word -> words.add(word.asText()));
    return words;
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void aRestartedKernelHasLeftNothing(String kind) {
    try (KernelSession kernel = FrontEnd.kernel(kind, 17)) {
      String pid =
          "app(\"restart\").function(() -> ProcessHandle.current().pid()).remote().toString()";
      long before = Long.parseLong(kernel.value(pid));
      kernel.evaluate(
          "app(\"restart\").function(() -> { Thread.sleep(60_000); return 1; }).spawn();");
      kernel.restart();
      await().atMost(10, TimeUnit.SECONDS).until(() -> ProcessHandle.of(before).isEmpty());
      assertThat(kernel.cell("app", LONG).status()).isEqualTo("error");
      new FrontEnd(kind, 17).prepare(kernel);
      assertThat(Long.parseLong(kernel.value(pid))).isNotEqualTo(before);
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

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void whatIsPrintedLaterIsShownInTheCellThatHasStartedIt(String kind) throws Exception {
    try (KernelSession kernel = open(kind, 17)) {
      KernelSession.Cell first = kernel.cell("f.remote(1)", LONG);
      assertThat(first.events())
          .as("where code runs is said, and not as an error")
          .anyMatch(e -> text(e).startsWith("openmodal: remote code runs on this machine"));
      assertThat(first.text("stderr")).isEmpty();
      kernel.evaluate(
          "var talk = app(\"cells\").action(() -> { for (int i = 0; i < 6; i++) {"
              + " System.out.println(\"said \" + i + \" €\"); System.err.println(\"warned\");"
              + " Thread.sleep(300); } });");
      kernel.evaluate("var call = talk.spawn();");
      int started = kernel.lastCell();
      KernelSession.Cell other =
          kernel.cell("Thread.sleep(1000); System.out.println(\"mine\");", LONG);
      KernelSession.Cell after = kernel.listen(Duration.ofSeconds(3));
      assertThat(other.text("stdout")).isEqualToIgnoringNewLines("mine");
      List<JsonNode> late = new ArrayList<>(other.eventsOf(started));
      late.addAll(after.eventsOf(started));
      assertThat(streamed("stdout", late)).contains("said 1 €", "said 5 €");
      assertThat(streamed("stderr", late)).contains("warned");
      assertThat(after.eventsOf(kernel.lastCell())).isEmpty();
    }
  }

  private static String streamed(String stream, List<JsonNode> events) {
    StringBuilder text = new StringBuilder();
    for (JsonNode event : named("stream", events)) {
      text.append(event.path("name").asText().equals(stream) ? event.path("text").asText() : "");
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "rapaio"})
  void twoNotebooksDoNotMeet(String kind) {
    try (KernelSession one = open(kind, 17);
        KernelSession two = open(kind, 17)) {
      one.evaluate("int mine = 1;");
      two.evaluate("int mine = 2;");
      for (KernelSession kernel : List.of(one, two)) {
        kernel.evaluate("var g = app(\"same\").function((Integer i) -> mine * 100 + i);");
        kernel.submit("g.map(IntStream.range(0, 30).boxed()).toList().toString()", LONG);
      }
      assertThat(shown(one.awaitCell(LONG))).contains("[100, 101, 102", "129]");
      assertThat(shown(two.awaitCell(LONG))).contains("[200, 201, 202", "229]");
      String workers =
          "new TreeSet<>(app(\"same\").function((Integer i) -> ProcessHandle.current().pid()).map(List.of(1, 2, 3)).toList()).toString()";
      one.evaluate("import java.util.*;");
      two.evaluate("import java.util.*;");
      assertThat(one.value(workers)).isNotEqualTo(two.value(workers));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void workersEndWithTheirKernel(String kind) throws Exception {
    long worker;
    try (KernelSession kernel = open(kind, 17)) {
      worker =
          Long.parseLong(
              kernel.value("app(\"ends\").function(() -> ProcessHandle.current().pid()).remote()"));
      kernel.evaluate("f.map(IntStream.range(0, 10_000).boxed());"); // is under way
      assertThat(ProcessHandle.of(worker)).isPresent();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProcessHandle.of(worker).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars"})
  void aNotebookRunFromTheTopTwiceGivesTheSame(String kind) {
    List<String> cells =
        List.of(
            "int rate = 3; record Trade(String name, double price) {}",
            "double cost(Trade t) { return t.price() * rate; }",
            "var costs = app(\"twice\").function((Trade t) -> cost(t));",
            "costs.remote(new Trade(\"ore\", 2.5))",
            "rate = 4; costs.map(List.of(new Trade(\"a\", 1), new Trade(\"b\", 2))).toList()",
            "%%openmodal\nvar sum = 0.0;\nfor (var t : List.of(new Trade(\"c\", 3))) sum += cost(t);\nsum");
    try (KernelSession kernel = open(kind, 17)) {
      kernel.evaluate("import java.util.*;");
      List<String> first = cells.stream().map(cell -> shown(kernel.cell(cell, LONG))).toList();
      List<String> second = cells.stream().map(cell -> shown(kernel.cell(cell, LONG))).toList();
      assertThat(first).containsExactly("", "", "", "7.5", "[4.0, 8.0]", "12.0");
      assertThat(second).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17})
  void aLargeMapWithLongFailuresIsSmallInItsCell(int java) {
    try (KernelSession kernel = open(java)) {
      kernel.evaluate("import java.lang.management.*;");
      kernel.evaluate(
          "var large = app(\"large\").function((Integer i) -> { Thread.sleep(1); if (i % 20 == 0)"
              + " throw new IllegalStateException(i + \" x\".repeat(5_000)); return i; });");
      kernel.evaluate(
          "double display() { var all = ManagementFactory.getThreadMXBean(); double sum = 0;"
              + " for (var t : Thread.getAllStackTraces().keySet())"
              + " if (t.getName().startsWith(\"openmodal-completion\"))"
              + " sum += all.getThreadCpuTime(t.getId()) / 1e9; return sum; }");
      kernel.evaluate("double before = display(), start = System.nanoTime() / 1e9;");
      KernelSession.Cell cell =
          kernel.cell("var o = large.map(IntStream.range(0, 10_000).boxed()).outcomes(); o", LONG);
      double seconds = Double.parseDouble(kernel.value("System.nanoTime() / 1e9 - start"));
      double display = Double.parseDouble(kernel.value("display() - before"));

      assertThat(cell.error()).isEmpty();
      List<JsonNode> updates = named("update", cell.events());
      JsonNode last = updates.get(updates.size() - 1);
      JsonNode result = named("result", cell.events()).get(0);
      assertThat(text(last)).contains("9500 done, 500 failed", "and 490 more");
      assertThat(updates.size()).isLessThanOrEqualTo((int) (4 * seconds) + 1);
      int saved = last.path("data").toString().length() + result.path("data").toString().length();
      System.out.printf(
          "a map of 10,000 with 500 failures: %d bytes in the saved notebook, %d updates in %.1f s,"
              + " %.3f s of CPU to show it%n",
          saved, updates.size(), seconds, display);
      assertThat(saved).isLessThan(200_000);
      assertThat(display / seconds).as("its share of the CPU").isLessThan(0.02);
    }
  }

  /** Its result, as text or HTML, without the cards' own. */
  private static String shown(KernelSession.Cell cell) {
    assertThat(cell.error()).isEmpty();
    return named("result", cell.events()).stream()
        .map(e -> e.path("data"))
        .map(data -> data.path(data.has("text/plain") ? "text/plain" : "text/html").asText())
        .findFirst()
        .orElse("");
  }

  private static String html(KernelSession.Cell cell) {
    JsonNode result = named("result", cell.events()).get(0);
    return result.path("data").path("text/html").asText();
  }

  private static final String ONCE =
      "<T> T once(java.util.function.Supplier<T> look, java.util.function.Predicate<T> wanted)"
          + " throws InterruptedException { while (true) { try { T seen = look.get();"
          + " if (wanted.test(seen)) return seen; } catch (OpenModalException e) {"
          + " if (e.code() != ErrorCode.NOT_RUNNING) throw e; } Thread.sleep(100); } }";

  private static String card(KernelSession.Cell cell) {
    assertThat(cell.status()).as(cell.error()).isEqualTo("ok");
    return named("result", cell.events()).get(0).path("data").path("text/html").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jjava-jars", "ijava", "rapaio"})
  void whatIsSeenOfARunningCallIsACard(String kind) {
    KernelSession kernel = shared(kind);
    kernel.evaluate(ONCE);
    kernel.evaluate(
        "class Kept { static final java.util.Map<Integer, Kept> ALL = new java.util.HashMap<>(); }");
    kernel.evaluate(
        "long prime(int n) { for (int d = 2; d < n; d++) if (n % d == 0) return 0; return n; }");
    kernel.evaluate(
        "var hot = app(\"cells\").function(() -> {\n"
            + "  for (int i = 0; i < 4321; i++) Kept.ALL.put(i, new Kept());\n"
            + "  long sum = 0;\n"
            + "  while (true) sum += prime(1_000_003);\n"
            + "}).spawn();");
    try {
      KernelSession.Cell threads =
          kernel.cell("once(() -> hot.threadDump(), d -> d.toString().contains(\"lambda\"))", LONG);
      assertThat(card(threads))
          .contains("runs the call, and runs", "font-weight:bold\">at ", "at lambda(#");
      assertThat(threads.result()).contains("at lambda(#");

      KernelSession.Cell profile =
          kernel.cell(
              "once(() -> hot.profile(java.time.Duration.ofSeconds(1)), p -> p.samples() > 0)",
              LONG);
      assertThat(card(profile))
          .contains("<svg ", "<title>prime: ", ">lambda</text>")
          .doesNotContain("<script");
      assertThat(profile.result()).contains("* prime").doesNotContain("<svg");

      KernelSession.Cell heap =
          kernel.cell(
              "once(() -> hot.heapHistogram(), h -> h.of(\"Kept\").isPresent()).top(2000)", LONG);
      assertThat(card(heap)).contains(">Kept</td>", ">4,321</td>");
    } finally {
      kernel.evaluate("hot.cancel()");
    }
  }
}
