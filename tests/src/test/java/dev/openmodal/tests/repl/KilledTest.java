package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever part of a session is killed in the middle of a call, by a signal that it cannot catch:
 * nothing of the session stays behind, and no process that the remote code has started.
 */
class KilledTest {
  private final SleepingCall sleeping = new SleepingCall();

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
    JShellSession shell =
        JShellSession.of(TestMachine.jdk(java).orElseThrow(), engine).byCommand().open();
    try {
      shell.evaluate(sleeping.declaration());
      shell.send(sleeping.call() + "\n");
      List<ProcessHandle> ours = sleeping.awaitRunning(shell.process());
      ProcessHandle killed =
          switch (part) {
            case "command" -> shell.process().toHandle();
            case "tool" -> SleepingCall.withCommand(ours, "--startup");
            default -> SleepingCall.withCommand(ours, "RemoteExecutionControl");
          };
      killed.destroyForcibly();
      // The tool outlives its remote JVM: it offers to start another.
      SleepingCall.awaitEndOf(
          part.equals("remote JVM")
              ? ours.stream()
                  .filter(each -> each.equals(killed) || each.parent().equals(Optional.of(killed)))
                  .toList()
              : ours);
      sleeping.awaitEndOfTheSleepers();
    } finally {
      shell.close();
    }
  }

  @ParameterizedTest(name = "the {0}")
  @ValueSource(strings = {"Jupyter", "launcher", "kernel"})
  void ofANotebook(String part) {
    try (KernelSession kernel = FrontEnd.kernel("jjava-jars", 17)) {
      kernel.evaluate(sleeping.declaration());
      kernel.submit(sleeping.call() + ";", Duration.ofMinutes(2));
      List<ProcessHandle> ours = sleeping.awaitRunning(kernel.process());
      ProcessHandle java = sleeping.worker().parent().orElseThrow();
      ProcessHandle killed =
          switch (part) {
            case "Jupyter" -> kernel.process().toHandle();
            case "launcher" -> java.parent().orElseThrow();
            default -> java;
          };
      assertThat(killed.equals(kernel.process().toHandle())).isEqualTo(part.equals("Jupyter"));
      killed.destroyForcibly();
      SleepingCall.awaitEndOf(ours);
      sleeping.awaitEndOfTheSleepers();
    }
  }

  @ParameterizedTest(name = "the {0}")
  @ValueSource(strings = {"worker", "worker's JVM"})
  void ofAWorkerWhichIsNamedAndReplaced(String part) {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    try (JShellSession shell =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "jdi").byCommand().open()) {
      shell.evaluate(sleeping.declaration());
      shell.evaluate(
          "String told() { try { return \"\" + CALL; } catch (OpenModalException e) { return"
                  .replace("CALL", sleeping.call())
              + " e.getMessage(); } }");
      shell.send("System.out.println(\"TOLD \" + told());\n");
      List<ProcessHandle> ours = sleeping.awaitRunning(shell.process());
      ProcessHandle worker = sleeping.worker();
      ProcessHandle jvm = SleepingCall.workerJvm(ours);
      (part.equals("worker") ? worker : jvm).destroyForcibly();
      SleepingCall.awaitEndOf(List.of(worker, jvm));
      sleeping.awaitEndOfTheSleepers();
      assertThat(shell.output("1"))
          .contains("TOLD The worker (pid " + worker.pid() + ")")
          .contains("SIGKILL")
          .contains("[WORKER_LOST]")
          .doesNotContain("Killed");
      assertThat(shell.value("app(\"sleeps\").function(() -> 6 * 7).remote()")).isEqualTo("42");
    }
  }
}
