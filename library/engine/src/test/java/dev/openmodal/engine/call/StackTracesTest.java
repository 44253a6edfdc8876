package dev.openmodal.engine.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTracesTest {
  private static StackTraceElement frame(String type) {
    return new StackTraceElement(type, "run", null, 1);
  }

  @Test
  void theUsersRemoteLinesComeFirstThenTheWorkerThenTheCallHere() {
    Exception remote = new Exception("boom", new RuntimeException("why"));
    StackTraceElement[] there = {
      frame("REPL.$JShell$12"), frame("dev.openmodal.agent.CallBody"), frame("java.lang.Thread")
    };
    remote.setStackTrace(there);
    remote.getCause().setStackTrace(there);
    StackTraces.join(
        remote,
        "pid 4711",
        new StackTraceElement[] {
          frame("dev.openmodal.engine.call.Caller"),
          frame("dev.openmodal.RemoteFunction"),
          frame("REPL.$JShell$13")
        });
    assertThat(remote.getStackTrace())
        .extracting(StackTraceElement::toString)
        .containsExactly(
            "REPL.$JShell$12.run(Unknown Source)",
            "openmodal.remote(worker pid 4711)",
            "REPL.$JShell$13.run(Unknown Source)");
    assertThat(remote.getCause().getStackTrace()).containsExactly(frame("REPL.$JShell$12"));
  }
}
