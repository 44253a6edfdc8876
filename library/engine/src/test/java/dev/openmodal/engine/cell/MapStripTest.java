package dev.openmodal.engine.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.engine.cell.MapStrip.Square;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MapStripTest {
  private final MapStrip strip = new MapStrip();

  private String signs(long... running) {
    return Arrays.stream(strip.squares(running, 0)).map(Square::sign).collect(Collectors.joining());
  }

  private void take(long count) {
    for (long i = 0; i < count; i++) {
      strip.taken(i);
    }
  }

  @Test
  void eachInputHasASquare() {
    take(6);
    strip.ended(0, MapStrip.End.DONE, 1);
    strip.ended(1, MapStrip.End.FAILED, 1);
    strip.ended(2, MapStrip.End.DONE, 2);
    assertThat(signs(3, 4)).isEqualTo("■✗↻▶▶·");
  }

  @Test
  void thereIsNoneBeforeTheSourceGivesOne() {
    assertThat(signs()).isEmpty();
  }

  @Test
  void manyInputsShareASquare() {
    take(512);
    strip.ended(0, MapStrip.End.DONE, 1);
    strip.ended(1, MapStrip.End.DONE, 1);
    strip.ended(2, MapStrip.End.DONE, 1);
    strip.ended(511, MapStrip.End.FAILED, 1);
    take(513);
    assertThat(strip.perSquare()).isEqualTo(2);
    assertThat(strip.squares(new long[] {6}, 0))
        .hasSize(257)
        .startsWith(Square.DONE, Square.PARTLY, Square.WAITING, Square.RUNNING)
        .endsWith(Square.WAITING, Square.FAILED, Square.WAITING);
  }

  @Test
  void anInputMayEndBeforeItIsNoted() {
    take(512);
    strip.ended(512, MapStrip.End.FAILED, 0);
    assertThat(strip.squares(new long[0], 0)).hasSize(257).endsWith(Square.FAILED);
  }

  @Test
  void twoMillionInputsAreAsFewSquares() {
    long count = 2_000_000;
    take(count);
    for (long i = 0; i < count; i++) {
      strip.ended(i, MapStrip.End.DONE, 1);
    }
    assertThat(strip.squares(new long[0], 0))
        .hasSizeLessThanOrEqualTo(MapStrip.MOST_SQUARES)
        .hasSizeGreaterThan(MapStrip.MOST_SQUARES / 2 - 1)
        .containsOnly(Square.DONE);
  }

  @Test
  void whatWasStoppedHasNotFailed() {
    MapStrip strip = new MapStrip();
    strip.ended(0, MapStrip.End.DONE, 1);
    strip.ended(1, MapStrip.End.STOPPED, 0);
    strip.ended(2, MapStrip.End.FAILED, 1);
    assertThat(strip.squares(new long[0], 0))
        .containsExactly(MapStrip.Square.DONE, MapStrip.Square.STOPPED, MapStrip.Square.FAILED);
  }

  @Test
  void thoseThatComeNextWaitForWorkersThatStart() {
    for (int i = 0; i < 6; i++) {
      strip.taken(i);
    }
    strip.ended(0, MapStrip.End.DONE, 1);
    assertThat(Arrays.stream(strip.squares(new long[] {1}, 2)).map(Square::sign))
        .containsExactly("■", "▶", "◦", "◦", "·", "·");
  }
}
