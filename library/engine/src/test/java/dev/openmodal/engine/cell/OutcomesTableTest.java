package dev.openmodal.engine.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomesTableTest {
  private final List<Outcome<?, ?>> outcomes = new ArrayList<>();

  private void add(Object input, @Nullable Object value, @Nullable Throwable error) {
    outcomes.add(
        new Outcome<Object, Object>(
            outcomes.size(),
            input,
            value,
            error,
            new Outcome.Details(1, "pid 7", Duration.ofMillis(1500), Duration.ofNanos(2_340_000)),
            () -> null));
  }

  private String text() {
    return OutcomesTable.html(outcomes, "none").replaceAll("<[^>]*>", " ").replaceAll(" +", " ");
  }

  @Test
  void failuresComeFirst() {
    add("a<b", 1, null);
    add("c", null, new IllegalStateException("no <model>"));
    assertThat(text())
        .contains("1 done, 1 failed")
        .containsSubsequence(
            "1 c ✗ java.lang.IllegalStateException: no &lt;model&gt; 1 1.5 s 2.3 ms pid 7",
            "0 a&lt;b 1 1 1.5 s 2.3 ms pid 7");
  }

  @Test
  void itsSizeIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      add("&".repeat(10_000), null, new IllegalStateException("<".repeat(10_000)));
    }
    assertThat(OutcomesTable.html(outcomes, "none").length()).isLessThan(50_000);
    assertThat(text()).contains("10000 failed").contains("and 9980 more");
  }

  @Test
  void anEmptyOneSaysSo() {
    assertThat(OutcomesTable.html(outcomes, "no input has failed"))
        .contains("no input has failed")
        .doesNotContain("<table>");
  }

  @Test
  void valuesThatCannotBePrintedAreNamed() {
    add(
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("of user code");
          }
        },
        null,
        null);
    assertThat(text()).contains("OutcomesTableTest$");
  }
}
