package dev.openmodal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openmodal.bridge.MapHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the results of a map ask of the map itself, which is one of numbers here. */
class MapResultsTest {
  private final List<Boolean> handedOut = new ArrayList<>();
  private final Numbers map = new Numbers();
  private final MapResults<Object, Object> results =
      new MapResults<>(OpenModal.app("x").function((Integer n) -> n).spec(), map);

  /** Five inputs; the third has failed, where that is wanted. */
  private final class Numbers implements MapHandle {
    private int next;
    private Function<Integer, @Nullable Throwable> error = n -> null;

    @Override
    public @Nullable Outcome<@Nullable Object, @Nullable Object> next(boolean handsOut) {
      handedOut.add(handsOut);
      if (next == 5) {
        return null;
      }
      int index = next++;
      Throwable thrown = error.apply(index);
      return new Outcome<@Nullable Object, @Nullable Object>(
          index,
          index,
          thrown == null ? index : null,
          thrown,
          new Outcome.Details(1, "worker", Duration.ZERO, Duration.ZERO),
          () -> index);
    }

    @Override
    public @Nullable Outcome<@Nullable Object, @Nullable Object> nextFrom(long place) {
      return next(true);
    }

    @Override
    public @Nullable Throwable failure() {
      return null;
    }

    @Override
    public void awaitSettled(Duration atMost) {}

    @Override
    public void abandon() {}

    @Override
    public void close() {}

    @Override
    public String logs() {
      return "";
    }

    @Override
    public String describe() {
      return "numbers";
    }

    @Override
    public MapHandle again(Iterable<?> inputs) {
      return new Numbers();
    }
  }

  @Test
  void whileAllAreWaitedForNothingIsHandedOut() {
    assertThat(results.toList()).containsExactly(0, 1, 2, 3, 4);
    assertThat(handedOut.subList(0, 5)).containsOnly(false);
  }

  @Test
  void whatIsIteratedIsHandedOut() {
    for (Object ignored : results) {
      assertThat(handedOut.get(handedOut.size() - 1)).isTrue();
    }
    assertThat(handedOut).hasSize(6);
  }

  @Test
  void outcomesAreFoundByThePlaceOfTheirInput() {
    map.error = n -> n == 2 ? new IllegalStateException("two") : null;
    Outcomes<Object, Object> outcomes = results.outcomes();
    assertThat(outcomes.size()).isEqualTo(5);
    assertThat(outcomes.get(3).value()).isEqualTo(3);
    assertThat(outcomes.failed().get(2).error())
        .get()
        .hasToString("java.lang.IllegalStateException: two");
    assertThat(outcomes.failed().inputs()).containsExactly(2);
    assertThatThrownBy(() -> outcomes.failed().get(3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no input 3 here: those that have failed are 2");
    assertThatThrownBy(() -> outcomes.get(9))
        .hasMessage("there is no input 9 here: the map had 5, counted from 0 to 4");
  }

  @Test
  void whatHasFailedAndWhatWasStoppedRunAgain() {
    map.error =
        n ->
            n == 1
                ? new IllegalStateException("one")
                : n > 2 ? new OpenModalException(ErrorCode.CANCELLED, "stopped") : null;
    assertThatThrownBy(results::toList)
        .hasMessageContaining("1 input of a map of the app x failed")
        .hasMessageContaining("rerun() runs those that failed and those that were stopped again.");
  }

  @Test
  void whatWasStoppedHasNotFailed() {
    map.error = n -> n > 2 ? new OpenModalException(ErrorCode.CANCELLED, "stopped") : null;
    assertThatThrownBy(results::toList)
        .hasMessageContaining("A map of the app x was stopped (3 succeeded, 2 were stopped)");
  }
}
