package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever part of a session is killed in the middle of a call, by a signal that it cannot catch:
 * nothing of the session stays behind, and no process that the remote code has started.
 */
class KilledTest {
  private static final String SLEEPS =
      "var sleeps = app(\"sleeps\").action((String file) -> {"
          + " Process p = new ProcessBuilder(\"sleep\", \"777\").start();"
          + " java.nio.file.Files.writeString(java.nio.file.Path.of(file),"
          + " ProcessHandle.current().pid() + \" \" + p.pid()); p.waitFor(); });";

  @ParameterizedTest(name = "{0}, the {2}, on Java {1}")
  @CsvSource({
    "jdi, 17, command",
    "jdi, 17, tool",
    "jdi, 17, remote JVM",
    "local, 17, tool",
    "jdi, 25, tool",
    "local, 25, command",
  })
  void ofAJShell(String engine, int java, String part) {
    assumeTrue(TestMachine.jdk(java).isPresent(), () -> "no JDK " + java);
    Path said = fresh("killed-" + engine + java + part.replace(" ", ""));
    JShellSession shell =
        JShellSession.of(TestMachine.jdk(java).orElseThrow(), engine).byCommand().open();
    try {
      shell.evaluate(SLEEPS);
      shell.send("sleeps.remote(\"" + said + "\")\n");
      List<ProcessHandle> ours = running(said, shell.process());
      ProcessHandle killed =
          switch (part) {
            case "command" -> shell.process().toHandle();
            case "tool" -> withCommand(ours, "--startup");
            default -> withCommand(ours, "RemoteExecutionControl");
          };
      killed.destroyForcibly();
      // The tool outlives its remote JVM: it offers to start another.
      awaitEndOf(
          part.equals("remote JVM")
              ? ours.stream().filter(p -> p.equals(killed) || isRemote(p, said)).toList()
              : ours);
    } finally {
      shell.close();
    }
  }

  @ParameterizedTest(name = "the {0}")
  @ValueSource(strings = {"Jupyter", "launcher", "kernel"})
  void ofANotebook(String part) {
    Optional<String> missing = new FrontEnd("jjava-jars", 17).missing();
    assumeTrue(missing.isEmpty(), missing::orElseThrow);
    Path said = fresh("killed-" + part);
    try (JJavaSession kernel = (JJavaSession) new FrontEnd("jjava-jars", 17).open()) {
      kernel.evaluate(SLEEPS);
      kernel.submit("sleeps.remote(\"" + said + "\");", Duration.ofMinutes(2));
      List<ProcessHandle> ours = running(said, kernel.process());
      ProcessHandle java =
          ProcessHandle.of(pidOf(said, 0)).flatMap(ProcessHandle::parent).orElseThrow();
      ProcessHandle killed =
          switch (part) {
            case "Jupyter" -> kernel.process().toHandle();
            case "launcher" -> java.parent().orElseThrow();
            default -> java;
          };
      assertThat(killed.equals(kernel.process().toHandle())).isEqualTo(part.equals("Jupyter"));
      killed.destroyForcibly();
      awaitEndOf(ours);
    }
  }

  /** All processes that the session has started, once the remote code runs. */
  private static List<ProcessHandle> running(Path said, Process session) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> read(said).contains(" "));
    List<ProcessHandle> ours = session.descendants().toList();
    assertThat(ours).extracting(ProcessHandle::pid).contains(pidOf(said, 0), pidOf(said, 1));
    return ours;
  }

  private static void awaitEndOf(List<ProcessHandle> processes) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(processes.stream().filter(KilledTest::runs).map(KilledTest::line))
                    .isEmpty());
  }

  /** Neither ended nor waiting for its parent to hear that it has. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /** The worker, and what its code has started. */
  private static boolean isRemote(ProcessHandle process, Path said) {
    return process.pid() == pidOf(said, 0) || process.pid() == pidOf(said, 1);
  }

  private static ProcessHandle withCommand(List<ProcessHandle> processes, String text) {
    return processes.stream().filter(p -> line(p).contains(text)).findFirst().orElseThrow();
  }

  /** The whole command line: Java itself cuts a long one. */
  private static String line(ProcessHandle process) {
    String line = read(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    return process.pid() + " " + line.replace('\0', ' ');
  }

  private static long pidOf(Path said, int index) {
    return Long.parseLong(read(said).split(" ", 2)[index]);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path fresh(String name) {
    Path file = TestMachine.target("killed").resolve(name + ".txt");
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
