package dev.openmodal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private final RemoteFunction<Integer, Integer> twice =
      OpenModal.app("options").function((Integer i) -> 2 * i);

  @Test
  void anOptionGivesANewFunctionAndLeavesTheOldOneAlone() {
    var limited = twice.timeout(Duration.ofSeconds(2)).env("A", "1").env("B", "2").cpu(1.5);
    assertThat(twice.spec().options()).isEqualTo(WorkerOptions.DEFAULT);
    assertThat(limited.spec().options().timeout()).contains(Duration.ofSeconds(2));
    assertThat(limited.spec().options().env()).hasSize(2).containsEntry("A", "1");
    assertThat(limited.local(21)).isEqualTo(42);
  }

  @Test
  void aValueThatAnOptionCannotHaveIsRefusedAtOnce() {
    assertRefused(() -> twice.cpu(0), "cpu(0.0)");
    assertRefused(() -> twice.cpu(Double.NaN), "cpu(NaN)");
    assertRefused(() -> twice.memory("1Mi"), "memory(1 MiB)");
    assertRefused(() -> twice.memory("lots"), "\"lots\"");
    assertRefused(() -> twice.timeout(Duration.ZERO), "timeout(PT0S)");
    assertRefused(() -> twice.env("A=B", "x"), "env(A=B)");
    assertRefused(() -> twice.jvmOptions("-Xmx1g"), "memory(");
    assertRefused(() -> twice.jvmOptions("Dx=1"), "jvmOptions(Dx=1)");
    assertRefused(() -> twice.jvmOptions("-cp"), "jvmOptions(-cp)");
    assertRefused(() -> twice.scaledownWindow(Duration.ofSeconds(-1)), "scaledownWindow(PT-1S)");
    assertRefused(() -> twice.captureLimit("?"), "\"?\"");
  }

  @Test
  void anAppHasAPlainName() {
    assertThat(OpenModal.app("a-1").name()).isEqualTo("a-1");
    for (String wrong : new String[] {"", "A", "a b", "-a", "a-", "ä", "a".repeat(64)}) {
      assertThatThrownBy(() -> OpenModal.app(wrong))
          .isInstanceOf(OpenModalException.class)
          .hasMessageEndingWith("[INVALID_NAME]");
    }
  }

  @Test
  void localThrowsWhatTheCodeThrows() {
    var failing = OpenModal.app("options").function((Integer i) -> read(i));
    assertThatThrownBy(() -> failing.local(1))
        .isInstanceOf(java.io.IOException.class)
        .hasMessage("1");
  }

  private static int read(int i) throws java.io.IOException {
    throw new java.io.IOException(Integer.toString(i));
  }

  private static void assertRefused(Runnable call, String named) {
    assertThatThrownBy(call::run)
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining(named)
        .hasMessageEndingWith("[INVALID_OPTION]");
  }
}
