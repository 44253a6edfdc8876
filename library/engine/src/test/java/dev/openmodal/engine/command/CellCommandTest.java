package dev.openmodal.engine.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openmodal.OpenModalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--memry 2Gi    | There is no option '--memry' here.",
        "--cpu x        | --cpu: 'x' is not a number such as 2 or 0.5.",
        "--env FOO      | --env: 'FOO' is no NAME=VALUE.",
        "--timeout 5    | --timeout: '5' is no time such as 90s, 5m or 2h.",
        "ps             | 'ps' is one word too many.",
        "--memory       | Missing required parameter for option '--memory' (SIZE)."
      })
  void whatIsNotUnderstoodIsASentenceAndTheOptions(String typed, String sentence) {
    assertThatThrownBy(() -> CellCommand.begin(typed.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .satisfies(
            error -> {
              assertThat(error.getMessage().lines()).hasSize(2).first().isEqualTo(sentence);
              assertThat(error.getMessage())
                  .contains(
                      "Options: --app, --provider, --process, --local, --image, --cpu, --memory");
              assertThat(error.getStackTrace()).isEmpty();
            });
  }

  @Test
  void valuesThatCannotBeAreRefusedBeforeTheCellRuns() {
    assertThatThrownBy(() -> CellCommand.begin("--memory", "much"))
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining("much");
    assertThat(CellCommand.begin("--env", "A=b=c", "--env", "D=")).isTrue();
    assertThat(CellCommand.parse("--env", "A=b=c", "--env", "D=").worker.env)
        .extracting(Object::toString)
        .containsExactly("A=b=c", "D=");
  }

  @Test
  void helpIsPrintedAndNothingRuns() {
    assertThat(CellCommand.begin("--help")).isFalse();
  }
}
