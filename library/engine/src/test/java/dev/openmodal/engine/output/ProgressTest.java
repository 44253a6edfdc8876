package dev.openmodal.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static Progress.State state(long done, long failed, long waiting, boolean isExhausted) {
    return new Progress.State(done, failed, 0, 2, waiting, isExhausted, 2, 0, 10_000_000_000L);
  }

  @Test
  void aLineSaysHowFarTheMapIsAndHowLongItTakes() {
    assertThat(Progress.line(state(95, 5, 98, true), false))
        .isEqualTo("map: 95 done, 5 failed, 2 running, 98 waiting | 10/s | 10 s left | 2 workers");
    assertThat(Progress.line(state(5, 0, 3000, true), false))
        .isEqualTo("map: 5 done, 2 running, 3000 waiting | 0.5/s | 1:40 h left | 2 workers");
    assertThat(Progress.line(state(50, 0, 498, true), false)).contains("| 1:40 min left |");
  }

  @Test
  void whatIsNotKnownIsNotSaid() {
    assertThat(Progress.line(state(0, 0, 7, false), false))
        .isEqualTo("map: 0 done, 2 running, 7+ waiting | 2 workers");
    assertThat(Progress.line(state(100, 0, 7, false), false)).doesNotContain("left");
  }

  @Test
  void coloursAreForThoseWhoWantThem() {
    assertThat(Progress.line(state(1, 1, 0, true), true)).contains("\u001b[31m1 failed\u001b[0m");
  }

  @Test
  void aRedrawnLineNeverReachesTheLastColumn() {
    String line = Progress.line(state(4, 1, 13, true), true);
    String plain = "map: 4 done, 1 failed, 2 running, 13 waiting | 0.5/s | 30 s left | 2 workers";
    Terminal narrow = new Terminal(true, true, true, () -> 60);
    assertThat(narrow.fitted(line))
        .isEqualTo(line.substring(0, 58 + 9) + "\u2026\u001b[0m")
        .startsWith("map: 4 done, \u001b[31m1 failed\u001b[0m, ");
    assertThat(narrow.fitted(plain)).hasSize(59).isEqualTo(plain.substring(0, 58) + "\u2026");
    assertThat(new Terminal(true, true, true, () -> 10).fitted(plain)).isEqualTo("map: 4 d\u2026");
    Terminal exact = new Terminal(true, true, true, () -> plain.length() + 1);
    assertThat(exact.fitted(plain)).isEqualTo(plain);
    assertThat(exact.fitted(line)).isEqualTo(line);
  }

  @Test
  void linesOfOneInputAreWholeAndNumbered() {
    InputLines lines = new InputLines(12);
    assertThat(text(lines.add(false, ascii("a\nb")))).isEqualTo("[12] a\n");
    assertThat(text(lines.add(true, ascii("error\n")))).isEqualTo("[12] error\n");
    assertThat(text(lines.add(false, ascii("c\nd")))).isEqualTo("[12] bc\n");
    assertThat(text(lines.rest(false))).isEqualTo("[12] d\n");
    assertThat(text(lines.rest(true))).isEmpty();
    assertThat(lines.add(false, new byte[20_000])).hasSize(2 * (8192 + 5));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Test
  void workersThatStartAreTold() {
    assertThat(Progress.text(new Progress.State(0, 0, 0, 0, 9, true, 2, 2, 1_000_000_000L), false))
        .isEqualTo("0 done, 0 running, 9 waiting | 2 workers starting");
    assertThat(Progress.text(new Progress.State(0, 0, 0, 1, 8, true, 2, 1, 1_000_000_000L), false))
        .isEqualTo("0 done, 1 running, 8 waiting | 2 workers, 1 starting");
  }
}
