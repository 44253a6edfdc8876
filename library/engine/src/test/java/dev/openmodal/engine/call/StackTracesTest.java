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

  @Test
  void aPlaceIsSaidOnce() {
    StackTraceElement aux = new StackTraceElement("REPL.$JShell$13", "do_it$Aux", null, 1);
    StackTraceElement same = new StackTraceElement("REPL.$JShell$13", "do_it$", null, 2);
    StackTraceElement other = new StackTraceElement("REPL.$JShell$14", "do_it$", null, 1);
    Exception remote = new Exception("boom");
    remote.setStackTrace(new StackTraceElement[0]);
    StackTraces.join(remote, "pid 1", new StackTraceElement[] {aux, same, other});
    assertThat(remote.getStackTrace()).hasSize(3).endsWith(aux, other);
  }

  @Test
  void whatIsRunHereAgainShowsNoLinesOfOurs() {
    Exception thrown = new Exception("boom", new RuntimeException("why"));
    StackTraceElement[] trace = {
      frame("REPL.$JShell$12"),
      frame("dev.openmodal.wire.snapshot.Invocation"),
      frame("dev.openmodal.engine.call.LocalCall"),
      frame("dev.openmodal.Outcome"),
      frame("REPL.$JShell$13")
    };
    thrown.setStackTrace(trace);
    thrown.getCause().setStackTrace(trace);
    StackTraces.trimLocal(thrown);
    assertThat(thrown.getStackTrace())
        .containsExactly(frame("REPL.$JShell$12"), frame("REPL.$JShell$13"))
        .isEqualTo(thrown.getCause().getStackTrace());
  }
}
