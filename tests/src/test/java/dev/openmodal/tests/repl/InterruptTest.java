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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C at the prompt and the kernel's stop button stop the remote work. */
class InterruptTest {
  private static final String BEATS =
      "while (true) { java.nio.file.Files.writeString(java.nio.file.Path.of(file), \"x\","
          + " java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);"
          + " Thread.sleep(20); }";

  @ParameterizedTest(name = "jshell {0} on Java {1}")
  @CsvSource({"jdi, 17", "local, 17", "jdi, 25", "local, 25"})
  void ctrlCInJShellStopsTheRemoteWorkAndThePromptComesBack(String engine, int java)
      throws Exception {
    assumeTrue(TestMachine.jdk(java).isPresent(), () -> "no JDK " + java);
    assumeTrue(hasTmux(), "no tmux");
    Path beats = fresh("ctrl-c-" + engine + java);
    try (Terminal terminal = new Terminal(TestMachine.jdk(java).orElseThrow(), engine)) {
      terminal.type("var beat = app(\"beat\").action((String file) -> { " + BEATS + " })");
      terminal.type("beat.remote(\"" + beats + "\")");
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(beats));
      terminal.press("C-c");
      awaitSilence(beats);
      terminal.type("System.out.println(\"next \" + app(\"beat\").function(() -> 6 * 7).remote())");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> terminal.screen().contains("next 42"));
    }
  }

  @ParameterizedTest(name = "JJava on Java {0}")
  @CsvSource({"17", "25"})
  void theStopButtonStopsTheRemoteWork(int java) throws IOException {
    Optional<String> missing = new FrontEnd("jjava-jars", java).missing();
    assumeTrue(missing.isEmpty(), missing::orElseThrow);
    Path beats = fresh("stop-" + java);
    try (JJavaSession kernel = (JJavaSession) new FrontEnd("jjava-jars", java).open()) {
      kernel.evaluate("var beat = app(\"beat\").action((String file) -> { " + BEATS + " });");
      kernel.submit("beat.remote(\"" + beats + "\");", Duration.ofMinutes(1));
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(beats));
      kernel.interrupt();
      JJavaSession.Cell cell = kernel.awaitCell(Duration.ofSeconds(30));
      assertThat(cell.status()).isEqualTo("error");
      awaitSilence(beats);
      assertThat(kernel.value("app(\"beat\").function(() -> 6 * 7).remote()")).isEqualTo("42");
    }
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
    Path beats = TestMachine.target("beats").resolve(name);
    Files.deleteIfExists(beats);
    return beats;
  }

  /** Half a second without a beat. */
  private static void awaitSilence(Path beats) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              long size = Files.size(beats);
              Thread.sleep(400);
              return Files.size(beats) == size;
            });
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
