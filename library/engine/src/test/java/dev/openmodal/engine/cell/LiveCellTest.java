package dev.openmodal.engine.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.bridge.Notebook;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveCellTest {
  private final List<String> shown = new ArrayList<>();
  private final Deque<Runnable> due = new ArrayDeque<>();
  private Duration passed = Duration.ZERO;
  private String content = "0";
  private boolean isOver;
  private boolean fails;
  private final List<Throwable> failures = new ArrayList<>();

  private LiveCell cell() {
    Notebook.Cell place =
        new Notebook.Cell() {
          @Override
          public Notebook.Shown show(Map<String, String> first) {
            shown.add("new " + first.get("text/plain"));
            return next -> {
              if (fails) {
                throw new NoSuchMethodError("of another kernel");
              }
              shown.add(next.get("text/plain"));
            };
          }

          @Override
          public void print(boolean error, String text) {
            throw new AssertionError("nothing is printed");
          }
        };
    return new LiveCell(
        place,
        () -> Map.of("text/plain", content),
        () -> isOver,
        (delay, task) -> {
          passed = passed.plus(delay);
          due.add(task);
        },
        failures::add);
  }

  private void tick(String now) {
    content = now;
    due.remove().run();
  }

  @Test
  void itIsRedrawnFourTimesASecondUntilItsEnd() {
    cell().start();
    tick("1");
    tick("2");
    tick("2");
    tick("3");
    isOver = true;
    tick("4");
    assertThat(due).isEmpty();
    assertThat(shown).containsExactly("new 1", "2", "3", "4");
    assertThat(passed).isEqualTo(Duration.ofMillis(500 + 4 * 250));
  }

  @Test
  void whatIsOverSoonIsNotShown() {
    cell().start();
    isOver = true;
    tick("1");
    assertThat(due).isEmpty();
    assertThat(shown).isEmpty();
  }

  @Test
  void whoeverWaitsForItDrawsTheLast() {
    LiveCell cell = cell();
    cell.start();
    tick("1");
    isOver = true;
    content = "2";
    cell.finish();
    cell.finish();
    tick("3");
    assertThat(due).isEmpty();
    assertThat(shown).containsExactly("new 1", "2");
  }

  @Test
  void whatCannotBeShownIsToldOnceAndNotTriedAgain() {
    LiveCell cell = cell();
    cell.start();
    tick("1");
    fails = true;
    tick("2");
    cell.finish();
    assertThat(due).isEmpty();
    assertThat(shown).containsExactly("new 1");
    assertThat(failures).singleElement().isInstanceOf(NoSuchMethodError.class);
  }
}
