package dev.openmodal.engine.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.engine.cell.MapStrip.Square;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MapStripTest {
  private final MapStrip strip = new MapStrip();

  private String signs(long... running) {
    return Arrays.stream(strip.squares(running)).map(Square::sign).collect(Collectors.joining());
  }

  private void take(long count) {
    for (long i = 0; i < count; i++) {
      strip.taken(i);
    }
  }

  @Test
  void eachInputHasASquare() {
    take(6);
    strip.ended(0, false, 1);
    strip.ended(1, true, 1);
    strip.ended(2, false, 2);
    assertThat(signs(3, 4)).isEqualTo("■✗↻▶▶·");
  }

  @Test
  void thereIsNoneBeforeTheSourceGivesOne() {
    assertThat(signs()).isEmpty();
  }

  @Test
  void manyInputsShareASquare() {
    take(512);
    strip.ended(0, false, 1);
    strip.ended(1, false, 1);
    strip.ended(2, false, 1);
    strip.ended(511, true, 1);
    take(513);
    assertThat(strip.perSquare()).isEqualTo(2);
    assertThat(strip.squares(new long[] {6}))
        .hasSize(257)
        .startsWith(Square.DONE, Square.PARTLY, Square.WAITING, Square.RUNNING)
        .endsWith(Square.WAITING, Square.FAILED, Square.WAITING);
  }

  @Test
  void anInputMayEndBeforeItIsNoted() {
    take(512);
    strip.ended(512, true, 0);
    assertThat(strip.squares(new long[0])).hasSize(257).endsWith(Square.FAILED);
  }

  @Test
  void twoMillionInputsAreAsFewSquares() {
    long count = 2_000_000;
    take(count);
    for (long i = 0; i < count; i++) {
      strip.ended(i, false, 1);
    }
    assertThat(strip.squares(new long[0]))
        .hasSizeLessThanOrEqualTo(MapStrip.MOST_SQUARES)
        .hasSizeGreaterThan(MapStrip.MOST_SQUARES / 2 - 1)
        .containsOnly(Square.DONE);
  }
}
