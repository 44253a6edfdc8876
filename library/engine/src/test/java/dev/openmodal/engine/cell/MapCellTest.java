package dev.openmodal.engine.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.engine.output.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapCellTest {
  private final MapStrip strip = new MapStrip();
  private final List<MapCell.Failure> failures = new ArrayList<>();

  private MapCell.Moment moment(long done, long failed, boolean isOver, long... running) {
    long open = strip.squares(running, 0).length - done - failed;
    return new MapCell.Moment(
        "map of app a<b",
        new Progress.State(done, failed, 0, running.length, open, true, 2, 0, 2_000_000_000L),
        isOver,
        strip,
        running,
        0,
        failures);
  }

  private void end(int inputs, int... failed) {
    for (int i = 0; i < inputs; i++) {
      strip.taken(i);
      int index = i;
      boolean hasFailed = java.util.Arrays.stream(failed).anyMatch(f -> f == index);
      strip.ended(i, hasFailed ? MapStrip.End.FAILED : MapStrip.End.DONE, 1);
    }
  }

  @Test
  void itReadsAsText() {
    end(3, 1);
    failures.add(new MapCell.Failure(1, "java.lang.IllegalStateException: no", "the trace"));
    assertThat(MapCell.content(moment(2, 1, true)).get("text/plain"))
        .isEqualTo(
            "map of app a<b: 2 done, 1 failed | 1.5/s | took 2 s\n"
                + "■✗■\n"
                + "■ done  ✗ failed\n"
                + "input 1: java.lang.IllegalStateException: no");
  }

  @Test
  void itReadsWithoutStyles() {
    end(3, 1);
    failures.add(new MapCell.Failure(1, "IllegalStateException: 1 < 2", "at <init>"));
    String html = MapCell.content(moment(2, 1, true)).get("text/html");
    assertThat(html).doesNotContain("<script", "<style", "class=");
    assertThat(html.replaceAll("<[^>]*>", " ").replaceAll(" +", " "))
        .contains("map of app a&lt;b: 2 done, 1 failed")
        .contains("■ ✗ ■")
        .contains("input 1: IllegalStateException: 1 &lt; 2")
        .contains("at &lt;init&gt;");
    assertThat(html).contains("aria-label=\"map of app a&lt;b: 2 done, 1 failed");
  }

  @Test
  void aLongStripMayBeBrokenWithoutStyles() {
    end(25, 12);
    assertThat(
            MapCell.content(moment(24, 1, true)).get("text/html").replaceAll("</?span[^>]*>", ""))
        .contains("■■■■■■■■■■<wbr>■■✗■■■■■■■<wbr>■■■■■<");
  }

  @Test
  void itsLegendHasTheColoursOfTheStrip() {
    end(3, 1);
    String html = MapCell.content(moment(2, 1, true)).get("text/html");
    String failed = "<span style=\"" + Html.FAILED + "\">✗</span>";
    assertThat(html).containsSubsequence(failed, failed + " failed");
    assertThat(html).contains("</span> done&nbsp; <span");
  }

  @Test
  void itsSizeIsBounded() {
    int[] failed = new int[5000];
    for (int i = 0; i < failed.length; i++) {
      failed[i] = 2 * i;
    }
    end(10_000, failed);
    for (int i = 0; i < MapCell.MOST_FAILURES; i++) {
      String ofTenKilobytes = "\"&<".repeat(3500);
      failures.add(new MapCell.Failure(2L * i, ofTenKilobytes, ofTenKilobytes));
    }
    var content = MapCell.content(moment(5000, 5000, true));
    assertThat(content.get("text/html").length()).isLessThan(150_000);
    assertThat(content.get("text/plain").length()).isLessThan(10_000);
    assertThat(content.get("text/plain")).endsWith("and 4990 more, all in outcomes().failed()");
  }

  @Test
  void whereOnlyTimeHasPassedItIsAlike() {
    end(2);
    MapCell.Moment before = moment(2, 0, false);
    MapCell.Moment later =
        new MapCell.Moment(
            before.title(), before.state().at(9), false, strip, new long[0], 0, List.of());
    assertThat(later.isLike(before)).isTrue();
    assertThat(moment(2, 0, true).isLike(before)).isFalse();
    assertThat(moment(2, 0, false, 1).isLike(before)).isFalse();
  }

  @Test
  void whatRunsSaysHowLongItTakes() {
    strip.taken(0);
    strip.taken(1);
    assertThat(MapCell.content(moment(0, 0, false, 1)).get("text/plain"))
        .isEqualTo(
            "map of app a<b: 0 done, 1 running, 2 waiting | 2 workers\n·▶\n· waiting  ▶ running");
  }
}
