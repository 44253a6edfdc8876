package dev.openmodal.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationsTest {
  @Test
  void theyAreSaidInTheUnitThatFits() {
    assertThat(Durations.text(Duration.ofNanos(1_250_000))).isEqualTo("1.3 ms");
    assertThat(Durations.text(Duration.ofMillis(250))).isEqualTo("250 ms");
    assertThat(Durations.text(Duration.ofNanos(999_900_000))).isEqualTo("1 s");
    assertThat(Durations.text(Duration.ofSeconds(2))).isEqualTo("2 s");
    assertThat(Durations.text(Duration.ofMinutes(5))).isEqualTo("5 min");
    assertThat(Durations.text(Duration.ofMinutes(150))).isEqualTo("2.5 h");
  }

  @Test
  void wholeSecondsDoNotFlicker() {
    assertThat(Durations.whole(Duration.ofMillis(1999))).isEqualTo("1 s");
    assertThat(Durations.whole(Duration.ofSeconds(65))).isEqualTo("1:05 min");
    assertThat(Durations.whole(Duration.ofSeconds(9000))).isEqualTo("2:30 h");
  }
}
