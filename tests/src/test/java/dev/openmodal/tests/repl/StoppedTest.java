package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each part of a session is stopped for a minute in the middle of a call, as a laptop that sleeps
 * or a debugger stops it: the call goes on afterwards. All at once, each in a session of its own.
 */
@Execution(ExecutionMode.CONCURRENT) // most of it is a minute's sleep
class StoppedTest {
  private static final Duration STOPPED = Duration.ofSeconds(60);

  private final List<ReplSession> sessions = new ArrayList<>();
  private final Map<String, ProcessHandle> stopped = new LinkedHashMap<>();
  private final List<SleepingCall> calls = new ArrayList<>();

  @AfterEach
  void close() {
    sessions.forEach(ReplSession::close);
  }

  @Test
  void theCallGoesOn() throws Exception {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    new FrontEnd("jjava-jars", 17).assumeThere();
    List<JShellSession> shells = new ArrayList<>();
    List<KernelSession> kernels = new ArrayList<>();
    for (String part : List.of("tool", "remote JVM", "worker", "worker's JVM")) {
      JShellSession shell = shell();
      shells.add(shell);
      SleepingCall call = call(shell);
      shell.send("System.out.println(\"ANSWER \" + " + call.call() + ");\n");
      List<ProcessHandle> ours = call.awaitRunning(shell.process());
      stopped.put(
          part,
          switch (part) {
            case "tool" -> SleepingCall.withCommand(ours, "--startup");
            case "remote JVM" -> SleepingCall.withCommand(ours, "RemoteExecutionControl");
            case "worker" -> call.worker();
            default -> SleepingCall.workerJvm(ours);
          });
    }
    for (String part : List.of("launcher", "kernel")) {
      KernelSession kernel = FrontEnd.kernel("jjava-jars", 17);
      kernels.add(kernel);
      SleepingCall call = call(kernel);
      kernel.submit(
          "System.out.println(\"ANSWER \" + " + call.call() + ");", Duration.ofMinutes(5));
      call.awaitRunning(kernel.process());
      ProcessHandle java = call.worker().parent().orElseThrow();
      stopped.put(part, part.equals("kernel") ? java : java.parent().orElseThrow());
    }
    JShellSession mapping = shell();
    sessions.add(mapping);
    mapping.evaluate(
        """
        import static dev.openmodal.OpenModal.*;
        var slow = app("stopped").function((Integer n) -> { Thread.sleep(50); return n; });
        var map = slow.map(IntStream.range(0, 600).boxed());
        var first = new TreeSet<Integer>();
        for (int n : map) { first.add(n); if (first.size() == 20) break; }
        """);
    stopped.put(
        "client of a map",
        SleepingCall.withCommand(
            mapping.process().descendants().toList(), "RemoteExecutionControl"));

    signal("STOP");
    Thread.sleep(STOPPED.toMillis());
    signal("CONT");
    calls.forEach(SleepingCall::letGo);

    for (JShellSession shell : shells) {
      assertThat(shell.output("1")).contains("ANSWER 42");
      assertThat(shell.value("app(\"sleeps\").function(() -> 6 * 7).remote()")).isEqualTo("42");
    }
    mapping.evaluate("for (int n : map) first.add(n);");
    assertThat(mapping.value("first.size() + \", \" + map"))
        .startsWith("600, map of app stopped: 600 inputs, 600 done in ");
    for (KernelSession kernel : kernels) {
      assertThat(kernel.awaitCell(Duration.ofMinutes(1)).status()).isEqualTo("ok");
      assertThat(kernel.value("app(\"sleeps\").function(() -> 6 * 7).remote()")).isEqualTo("42");
    }
  }

  private JShellSession shell() {
    return JShellSession.of(TestMachine.jdk(17).orElseThrow(), "jdi").byCommand().open();
  }

  private SleepingCall call(ReplSession session) {
    sessions.add(session);
    SleepingCall call = new SleepingCall();
    calls.add(call);
    session.evaluate(call.declaration());
    return call;
  }

  private void signal(String name) throws Exception {
    for (Map.Entry<String, ProcessHandle> each : stopped.entrySet()) {
      assertThat(
              new ProcessBuilder("kill", "-" + name, Long.toString(each.getValue().pid()))
                  .start()
                  .waitFor())
          .as("the %s", each.getKey())
          .isZero();
    }
  }
}
