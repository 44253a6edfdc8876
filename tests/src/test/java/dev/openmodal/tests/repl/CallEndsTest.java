package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which a call ends other than by a value; the next call works after each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallEndsTest {
  private final Path errors = TestMachine.target("call-ends").resolve("stderr.txt");
  private JShellSession shell;

  @BeforeAll
  void open() {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    shell = JShellSession.of(TestMachine.jdk(17).orElseThrow(), "jdi").byCommand().open();
    shell.evaluate(
        """
        import java.time.*;
        var app = app("ends");
        var pid = app.function(() -> ProcessHandle.current().pid());
        String thrown(java.util.concurrent.Callable<?> c) { try { return "returned " + c.call(); } catch (Throwable t) { return t.getClass().getSimpleName() + ": " + t.getMessage(); } }
        String trace(java.util.concurrent.Callable<?> c) { try { return "returned " + c.call(); } catch (Throwable t) { var w = new java.io.StringWriter(); t.printStackTrace(new java.io.PrintWriter(w)); return w.toString(); } }
        """);
  }

  @AfterAll
  void close() {
    if (shell != null) {
      shell.close();
    }
  }

  private void nextCallIsFromAnotherWorkerThan(String before) {
    assertThat(shell.value("pid.remote()")).matches("[0-9]+").isNotEqualTo(before);
  }

  @Test
  void systemExitIsNamedAndTheNextCallGetsANewWorker() {
    String before = shell.value("pid.remote()");
    assertThat(
            shell.value("thrown(() -> app.function(() -> { System.exit(3); return 1; }).remote())"))
        .startsWith("OpenModalException")
        .contains("3")
        .endsWith("[REMOTE_EXIT]");
    nextCallIsFromAnotherWorkerThan(before);
  }

  @Test
  void outOfMemoryIsNamed() {
    shell.evaluate(
        "int hoard() { var all = new ArrayList<long[]>(); while (true) all.add(new long[1 << 20]); }");
    shell.evaluate("var hoards = app.function(() -> hoard()).memory(\"64Mi\");");
    assertThat(shell.value("thrown(() -> hoards.remote())"))
        .startsWith("OpenModalException")
        .endsWith("[OUT_OF_MEMORY]")
        .contains("memory(");
    assertThat(shell.value("app.function(() -> 1).memory(\"64Mi\").remote()")).isEqualTo("1");
  }

  @Test
  void memoryBesideTheHeapIsLimitedToo() {
    shell.evaluate(
        "long outside() throws Exception { var all = new ArrayList<java.nio.ByteBuffer>(); for (int i"
            + " = 0; i < 80; i++) { var b = java.nio.ByteBuffer.allocateDirect(10 << 20); for (int p ="
            + " 0; p < b.capacity(); p += 4096) b.put(p, (byte) 1); all.add(b); } Thread.sleep(20_000);"
            + " return all.size(); }");
    assertThat(
            shell.value(
                "thrown(() -> app.function(() ->"
                    + " outside()).memory(\"64Mi\").jvmOptions(\"-XX:MaxDirectMemorySize=2g\").remote())"))
        .endsWith("[OUT_OF_MEMORY]")
        .contains("resident");
  }

  @Test
  void aKilledWorkerIsNamedAndTheNextCallGetsANewOne() {
    String before = shell.value("pid.remote()");
    assertThat(
            shell.value(
                "thrown(() -> app.function(() -> { new ProcessBuilder(\"kill\", \"-9\", \"\" +"
                    + " ProcessHandle.current().pid()).start().waitFor(); Thread.sleep(20_000); return 1;"
                    + " }).remote())"))
        .startsWith("OpenModalException")
        .endsWith("[WORKER_LOST]");
    nextCallIsFromAnotherWorkerThan(before);
  }

  @Test
  void aCallThatHadStartedWhenItsWorkerDiedIsNotRunAgain() throws IOException {
    Path runs = TestMachine.target("call-ends").resolve("runs.txt");
    Files.deleteIfExists(runs);
    assertThat(
            shell.value(
                "thrown(() -> app.function((String file) -> {"
                    + " java.nio.file.Files.writeString(java.nio.file.Path.of(file), \"run\\n\","
                    + " java.nio.file.StandardOpenOption.CREATE,"
                    + " java.nio.file.StandardOpenOption.APPEND); Runtime.getRuntime().halt(5); return 1;"
                    + " }).remote(\""
                    + runs
                    + "\"))"))
        .endsWith("[WORKER_LOST]")
        .contains("exit code 5");
    assertThat(Files.readAllLines(runs)).containsExactly("run");
  }

  @Test
  void aWorkerThatIsKilledWhileIdleIsReplacedSilently() {
    String before = shell.value("pid.remote()");
    ProcessHandle.of(Long.parseLong(before)).orElseThrow().destroyForcibly();
    Awaitility.await().until(() -> ProcessHandle.of(Long.parseLong(before)).isEmpty());
    nextCallIsFromAnotherWorkerThan(before);
  }

  @Test
  void aTimeoutInterruptsTheCodeAndTheWorkerStays() throws IOException {
    Path saw = TestMachine.target("call-ends").resolve("interrupted.txt");
    Files.deleteIfExists(saw);
    shell.evaluate(
        """
        int sleeps(String file) throws Exception { System.out.println("it sleeps"); try { Thread.sleep(30_000); return 1; } catch (InterruptedException e) { java.nio.file.Files.writeString(java.nio.file.Path.of(file), "was interrupted"); System.out.println("it cleans up"); return 2; } }
        """);
    String before = shell.value("pid.remote()");
    String shown =
        shell.output(
            "System.out.println(thrown(() -> app.function((String s) ->"
                + " sleeps(s)).timeout(Duration.ofMillis(500)).remote(\""
                + saw
                + "\")));");
    assertThat(shown)
        .contains("it sleeps", "it cleans up")
        .contains("500 ms")
        .endsWith("[TIMEOUT]");
    assertThat(Files.readString(saw)).isEqualTo("was interrupted");
    assertThat(shell.value("pid.remote()")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spins", "swallows"})
  void codeThatIgnoresItsTimeoutLosesItsWorkerWithinASecond(String how) {
    shell.evaluate(
        """
        int spins() { while (true) {} }
        int swallows() { while (true) try { Thread.sleep(10_000); } catch (InterruptedException e) { } }
        String timed(RemoteFunction0<Integer> f) { long start = System.nanoTime(); String thrown = thrown(f::remote); return (System.nanoTime() - start) / 1_000_000 + " ms " + thrown; }
        """);
    String before = shell.value("pid.remote()");
    String said =
        shell.value(
            "timed(app.function(() -> HOW()).timeout(Duration.ofSeconds(2)))".replace("HOW", how));
    assertThat(said).endsWith("[TIMEOUT]").contains("2 s");
    assertThat(Long.parseLong(said.substring(0, said.indexOf(' ')))).isBetween(2000L, 2999L);
    assertThat(ProcessHandle.of(Long.parseLong(before))).isEmpty();
    nextCallIsFromAnotherWorkerThan(before);
  }

  @Test
  void aTimeoutCountsFromTheStartOfTheCallNotFromThatOfItsWorker() {
    assertThat(
            shell.value(
                "app(\"fresh-timeout\").function(() ->"
                    + " 5).timeout(Duration.ofMillis(250)).remote()"))
        .isEqualTo("5");
  }

  @Test
  void anInterruptedCallerCancelsTheRemoteWork() {
    shell.evaluate(
        """
        String cancels() throws Exception {
          var beats = java.nio.file.Files.createTempFile("beats", ".txt");
          String name = beats.toString();
          var call = app.action((String file) -> { while (true) { java.nio.file.Files.writeString(java.nio.file.Path.of(file), "x", java.nio.file.StandardOpenOption.APPEND); Thread.sleep(20); } });
          String[] seen = new String[1];
          var thread = new Thread(() -> seen[0] = thrown(() -> { call.remote(name); return 1; }));
          thread.start();
          while (java.nio.file.Files.size(beats) == 0) Thread.sleep(20);
          thread.interrupt(); thread.join();
          Thread.sleep(600);
          long size = java.nio.file.Files.size(beats); Thread.sleep(300);
          boolean still = java.nio.file.Files.size(beats) == size;
          java.nio.file.Files.delete(beats);
          return seen[0] + " still " + still;
        }
        """);
    assertThat(shell.value("cancels()")).contains("[CANCELLED]").endsWith("still true");
  }

  @Test
  void anExceptionComesBackAsItselfTheUsersLinesFirst() {
    shell.evaluate(
        """
        class Broken extends Exception { final int code; Broken(String m, int code, Throwable cause) { super(m, cause); this.code = code; } }
        int deep(int n) throws Broken { if (n == 0) throw new Broken("it broke", 7, new java.io.IOException("disk")); return deep(n - 1); }
        var breaks = app.function((Integer n) -> deep(n));
        """);
    String text = shell.value("trace(() -> breaks.remote(2))");
    List<String> lines = text.lines().toList();
    assertThat(lines.get(0)).contains("Broken: it broke");
    assertThat(lines.get(1)).contains("deep(");
    assertThat(lines.get(2)).contains("deep(");
    assertThat(text).contains("Caused by: java.io.IOException: disk").containsPattern("(?i)worker");
    assertThat(text).doesNotContain("io.grpc").doesNotContain("netty");
    assertThat(text.substring(0, text.indexOf("openmodal.remote"))).doesNotContain("reflect");
    assertThat(lines).hasSizeLessThan(40);
    assertThat(
            shell.value(
                "((java.util.function.Supplier<Object>) () -> { try { return breaks.remote(0); } catch"
                    + " (Exception e) { return ((Broken) (Object) e).code; } }).get()"))
        .isEqualTo("7");
  }

  @Test
  void jshellShowsTheUsersLinesFirst() {
    shell.evaluate("int divides(int n) { return 10 / n; }");
    String shown = shell.output("app.function((Integer n) -> divides(n)).remote(0)");
    assertThat(shown).contains("ArithmeticException").contains("/ by zero").contains("divides");
    assertThat(shown.indexOf("divides")).isLessThan(shown.indexOf("remote"));
  }

  @Test
  void standardErrorStaysStandardError() throws IOException {
    try (JShellSession apart =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "jdi")
            .byCommand()
            .errorsTo(errors)
            .open()) {
      assertThat(
              apart.evaluate(
                  "app(\"err\").action(() -> { System.out.println(\"to out\");"
                      + " System.err.println(\"to err\"); new ProcessBuilder(\"sh\", \"-c\", \"echo sub"
                      + " out; echo sub err >&2\").inheritIO().start().waitFor(); }).remote();"))
          .contains("to out", "sub out")
          .doesNotContain("to err", "sub err");
    }
    assertThat(Files.readAllLines(errors)).contains("to err", "sub err").doesNotContain("to out");
  }
}
