package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ctrl-C at the prompt and the kernel's stop button stop the remote work within a second and the
 * grace: code that can be interrupted keeps its worker, other code loses it.
 */
class InterruptTest {
  private static final Duration MOST = Duration.ofMillis(1300);

  private static final String DECLARATION =
      "int runs(String file, String how) throws Exception {"
          + " java.nio.file.Files.writeString(java.nio.file.Path.of(file), \"\" +"
          + " ProcessHandle.current().pid());"
          + " while (how.equals(\"spins\")) Thread.onSpinWait();"
          + " while (how.equals(\"swallows\")) try { Thread.sleep(10_000); } catch"
          + " (InterruptedException e) { }"
          + " try { Thread.sleep(60_000); } finally { java.nio.file.Files.delete("
          + "java.nio.file.Path.of(file)); } return 1; }";

  @ParameterizedTest(name = "jshell {0} on Java {1}")
  @CsvSource({"jdi, 17", "local, 17", "jdi, 25", "local, 25"})
  void ctrlCInJShellStopsTheRemoteWorkAndThePromptComesBack(String engine, int java)
      throws Exception {
    assumeTrue(TestMachine.jdk(java).isPresent(), () -> "no JDK " + java);
    assumeTrue(hasTmux(), "no tmux");
    try (Terminal terminal = new Terminal(TestMachine.jdk(java).orElseThrow(), engine)) {
      terminal.type(DECLARATION);
      terminal.type("var runs = app(\"runs\").function((String f, String h) -> runs(f, h))");
      for (String how : List.of("spins", "swallows", "sleeps")) {
        Path file = fresh("ctrl-c-" + engine + java + how);
        terminal.type("runs.remote(\"" + file + "\", \"" + how + "\")");
        ProcessHandle worker = awaitWorker(file);
        long start = System.nanoTime();
        terminal.press("C-c");
        assertStopsInTime(how, file, worker, start);
        terminal.type(
            "System.out.println(\"next "
                + how
                + " \" + app(\"runs\").function(() -> ProcessHandle.current().pid()).remote())");
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> terminal.screen().matches("(?s).*next " + how + " [0-9]+\\s.*"));
        assertThat(terminal.screen().contains("next " + how + " " + worker.pid()))
            .isEqualTo(how.equals("sleeps"));
      }
    }
  }

  @ParameterizedTest(name = "{0} on Java {1}")
  @CsvSource({"jjava-jars, 17", "jjava-jars, 25", "ijava, 17", "ijava, 25"})
  void theStopButtonStopsTheRemoteWork(String kind, int java) throws Exception {
    try (KernelSession kernel = open(kind, java)) {
      for (String how : List.of("spins", "swallows", "sleeps")) {
        Path file = fresh("stop-" + kind + java + how);
        kernel.submit("runs.remote(\"" + file + "\", \"" + how + "\");", Duration.ofMinutes(1));
        ProcessHandle worker = awaitWorker(file);
        long start = System.nanoTime();
        kernel.interrupt();
        assertStopsInTime(how, file, worker, start);
        assertThat(kernel.awaitCell(Duration.ofSeconds(30)).status()).isEqualTo("error");
        String next =
            kernel.value("app(\"runs\").function(() -> ProcessHandle.current().pid()).remote()");
        assertThat(next.equals(Long.toString(worker.pid()))).isEqualTo(how.equals("sleeps"));
      }
    }
  }

  /** rapaio 3.0.1 answers nothing after an interrupt, without us neither: all else still ends. */
  @ParameterizedTest(name = "rapaio on Java {0}")
  @CsvSource({"17", "25"})
  void theStopButtonStopsTheRemoteWorkOfRapaio(int java) throws Exception {
    for (String how : List.of("spins", "sleeps")) {
      try (KernelSession kernel = open("rapaio", java)) {
        Path file = fresh("stop-rapaio" + java + how);
        kernel.submit("runs.remote(\"" + file + "\", \"" + how + "\");", Duration.ofSeconds(5));
        ProcessHandle worker = awaitWorker(file);
        // It misses some interrupts, too.
        Awaitility.await()
            .pollInterval(Duration.ofSeconds(2))
            .pollDelay(Duration.ZERO)
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  kernel.interrupt();
                  return ends(how, file, worker, MOST);
                });
        assertThat(worker.isAlive()).isEqualTo(how.equals("sleeps"));
      }
    }
  }

  private static boolean ends(String how, Path file, ProcessHandle worker, Duration within)
      throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < end) {
      if (how.equals("sleeps") ? !Files.exists(file) : !worker.isAlive()) {
        return true;
      }
      Thread.sleep(10);
    }
    return false;
  }

  /** Once this fails, rapaio is cured: the test above can ask for as much as of other kernels. */
  @Test
  void rapaioStillAnswersNothingAfterAnInterrupt() throws Exception {
    FrontEnd rapaio = new FrontEnd("rapaio", 17);
    rapaio.assumeThere();
    try (KernelSession kernel = KernelSession.open(KernelSpecs.rapaio(), jdk(17))) {
      String status = "ok"; // it misses some interrupts
      for (int tries = 0; tries < 3 && status.equals("ok"); tries++) {
        kernel.submit("Thread.sleep(4000);", Duration.ofSeconds(10));
        Thread.sleep(2500);
        kernel.interrupt();
        status = kernel.awaitCell(Duration.ofSeconds(30)).status();
      }
      assertThat(status).isNotEqualTo("error");
    }
  }

  private static Path jdk(int java) {
    return TestMachine.jdk(java).orElseThrow();
  }

  private static KernelSession open(String kind, int java) {
    KernelSession kernel = FrontEnd.kernel(kind, java);
    kernel.evaluate(DECLARATION);
    kernel.evaluate("var runs = app(\"runs\").function((String f, String h) -> runs(f, h));");
    return kernel;
  }

  private static ProcessHandle awaitWorker(Path file) throws IOException {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(file) && Files.size(file) > 0);
    return ProcessHandle.of(Long.parseLong(Files.readString(file))).orElseThrow();
  }

  private static void assertStopsInTime(String how, Path file, ProcessHandle worker, long start)
      throws InterruptedException {
    assertThat(ends(how, file, worker, Duration.ofSeconds(10))).as(how).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(how).isLessThan(MOST);
    assertThat(worker.isAlive()).isEqualTo(how.equals("sleeps"));
  }

  @Test
  void workersEndWithTheirShell() throws Exception {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    JShellSession shell =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "jdi").byCommand().open();
    long worker =
        Long.parseLong(
            shell.value("app(\"end\").function(() -> ProcessHandle.current().pid()).remote()"));
    List<ProcessHandle> started = shell.process().descendants().toList();
    assertThat(started).extracting(ProcessHandle::pid).contains(worker);
    shell.send("/exit\n");
    assertThat(shell.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static Path fresh(String name) throws IOException {
    Path file = TestMachine.target("interrupted").resolve(name);
    Files.deleteIfExists(file);
    return file;
  }

  private static boolean hasTmux() throws InterruptedException {
    try {
      return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** jshell in a terminal: only there does Ctrl-C reach it as a key. */
  private static final class Terminal implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String server =
        "openmodal-test-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();

    Terminal(Path javaHome, String engine) throws Exception {
      tmux(
          "new-session",
          "-d",
          "-x",
          "200",
          "-y",
          "50",
          "-e",
          "OPENMODAL_HOME=" + TestMachine.target("home"),
          "-e",
          "LC_ALL=C.UTF-8",
          javaHome.resolve("bin/java").toString(),
          "-jar",
          TestMachine.oneJar().toString(),
          "jshell",
          "--execution",
          engine);
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> screen().contains("jshell>"));
    }

    void type(String line) throws Exception {
      tmux("send-keys", "-l", line);
      tmux("send-keys", "Enter");
    }

    void press(String key) throws Exception {
      tmux("send-keys", key);
    }

    String screen() throws Exception {
      return tmux("capture-pane", "-p", "-S", "-200");
    }

    private String tmux(String... arguments) throws Exception {
      List<String> command = new ArrayList<>(List.of("tmux", "-L", server, "-f", "/dev/null"));
      command.addAll(List.of(arguments));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text;
    }

    @Override
    public void close() throws Exception {
      tmux("kill-server");
    }
  }
}
