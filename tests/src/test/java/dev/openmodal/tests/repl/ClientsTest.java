package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal sees of the programs of its user, and does to their workers. */
@Timeout(180)
class ClientsTest {
  @TempDir private Path home;
  private JShellSession shell;
  private long pid;

  @BeforeEach
  void start() {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    shell =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "local")
            .byCommand()
            .environment("OPENMODAL_HOME", home.toString())
            .open();
    shell.evaluate(
        """
        var counts = app("seen").function((Integer n) -> { for (int i = 0; i < n; i++) { System.out.println("row " + i + " ✓"); Thread.sleep(100); } return n; })
        var call = counts.spawn(3000)
        """);
    pid = Long.parseLong(shell.value("ProcessHandle.current().pid()"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> TerminalCommand.run(home, "ps", "--json").out().contains("\"busy\""));
  }

  @AfterEach
  void end() {
    if (shell != null) {
      ProcessHandle.of(pid).ifPresent(client -> signal(client, "CONT"));
      shell.close();
    }
  }

  private static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode client() {
    return TerminalCommand.run(home, "ps", "--json").json().path("clients").path(0);
  }

  @Test
  void aTerminalFollowsAndStopsWhatASessionRuns() throws Exception {
    assertThat(TerminalCommand.run(home, "ps").out())
        .contains("pid " + pid + " (jshell)", "seen", "busy", "MiB");
    Path followed = home.resolve("followed.txt");
    Process follower =
        TerminalCommand.start(home, followed, home.resolve("err.txt"), "logs", "-f", "1");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(followed).content().contains("row 0 ✓\n", "row 20 ✓\n"));
    assertThat(follower.isAlive()).isTrue();
    Path all = home.resolve("all.txt");
    Process everything = TerminalCommand.start(home, all, home.resolve("err2.txt"), "logs", "-f");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(all).content().contains("[" + pid + " 1] row 0 ✓\n"));
    everything.destroy();

    assertThat(TerminalCommand.run(home, "stop", "other").out())
        .contains("no workers of app other");
    assertThat(client().path("workers")).hasSize(1);
    TerminalCommand stopped = TerminalCommand.run(home, "stop", "seen");
    assertThat(stopped.out()).contains("pid " + pid + " (jshell): stopped 1 worker");

    assertThat(follower.waitFor()).isZero();
    assertThat(Files.readString(followed)).endsWith(" ✓\n");
    assertThat(shell.output("call.get()")).contains("CANCELLED");
    assertThat(TerminalCommand.run(home, "logs").out()).contains("cancelled");
    await().untilAsserted(() -> assertThat(client().path("workers")).isEmpty());
    assertThat(shell.output("counts.remote(1)")).contains("row 0 ✓");
  }

  @Test
  void topShowsWhatAWorkerTakes() {
    shell.evaluate(
        "var burns = app(\"burns\").function((Integer n) -> { while (true) { if"
            + " (Thread.interrupted()) return n; } }); var burning = burns.spawn(1);");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              JsonNode first =
                  TerminalCommand.run(home, "top", "--json").json().path("workers").path(0);
              assertThat(first.path("app").asText()).isEqualTo("burns");
              assertThat(first.path("cpus").asDouble()).isBetween(0.1, 1.5);
              assertThat(first.path("memoryBytes").asLong()).isGreaterThan(10L << 20);
            });
    assertThat(TerminalCommand.run(home, "top", "-n", "2", "-d", "0.2").out())
        .containsPattern("(?s)burns .*%.*burns .*%");
  }

  @Test
  void aProgramThatIsStoppedIsShownAsThatAndItsWorkersLiveOn() {
    signal(ProcessHandle.of(pid).orElseThrow(), "STOP");
    assertThat(TerminalCommand.run(home, "ps").out())
        .contains("pid " + pid + " (jshell)", "does not answer");
    assertThat(client().path("error").asText()).contains("is silent");
    TerminalCommand stop = TerminalCommand.run(home, "stop", "--all");
    assertThat(stop.out()).contains("does not answer").contains("[CLIENT_UNREACHABLE]");
    assertThat(stop.exit()).isEqualTo(1);
    signal(ProcessHandle.of(pid).orElseThrow(), "CONT");
    await().untilAsserted(() -> assertThat(client().path("workers")).hasSize(1));
  }

  @Test
  void onlyItsUserCanOpenWhatItLeavesThere() throws IOException {
    Path folder = home.resolve("run").resolve(Long.toString(pid));
    assertThat(permissions(home)).isEqualTo("rwx------");
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("client.properties"))).isEqualTo("rw-------");
    assertThat(permissions(folder.resolve("socket"))).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aKilledProgramIsShownNoMore() {
    ProcessHandle client = ProcessHandle.of(pid).orElseThrow();
    client.destroyForcibly();
    await().until(() -> !client.isAlive());
    TerminalCommand ps = TerminalCommand.run(home, "ps");
    assertThat(ps.out()).isEqualToIgnoringNewLines("no workers");
    assertThat(ps.exit()).isZero();
    TerminalCommand one = TerminalCommand.run(home, "ps", "--client", Long.toString(pid));
    assertThat(one.exit()).isEqualTo(1);
    assertThat(one.err()).contains("No program of this user with the number " + pid);
  }
}
