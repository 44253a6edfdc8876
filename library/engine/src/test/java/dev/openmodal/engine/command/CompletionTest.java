package dev.openmodal.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompletionTest {
  @Test
  void commandsComeFirstThenTheirOptions() {
    assertThat(Completion.of(false, " ")).contains("ps", "logs", "status", "stop", "captured");
    assertThat(Completion.of(false, " st")).containsExactly("status", "stop");
    assertThat(Completion.of(false, " jshell --e")).containsExactly("--execution");
    assertThat(Completion.of(false, " jshell ")).contains("--execution", "--help");
    assertThat(Completion.of(false, " stop x --he")).containsExactly("--help");
    assertThat(Completion.of(false, " nothing of ours")).isEmpty();
  }

  @Test
  void aWholeCellHasOptionsAlone() {
    assertThat(Completion.of(true, " ")).contains("--app", "--memory", "--timeout");
    assertThat(Completion.of(true, " --memory 2Gi --t")).containsExactly("--timeout");
    assertThat(Completion.of(true, " ps")).isEmpty();
  }
}
