package dev.openmodal.engine.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CardsTest {
  private final Cards cards = new Cards(id -> Optional.empty());

  /** An exception whose own code fails. */
  private static final class Wicked extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  @Test
  void somethingThrownShowsItsMessageFirstAndItsTraceFolded() {
    IllegalStateException thrown = new IllegalStateException("no <7>");
    thrown.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("REPL.$JShell$12", "cost", "$JShell$12.java", 3),
          new StackTraceElement("openmodal", "remote", "worker pid 4711", -1),
          new StackTraceElement("REPL.$JShell$13", "do_it$", "$JShell$13.java", 5)
        });
    Map<String, String> content = cards.content(thrown);
    assertThat(content.get("text/html"))
        .containsSubsequence(
            "✗ java.lang.IllegalStateException: no &lt;7&gt;</div>",
            "<details><summary>trace: on the worker pid 4711, then here</summary>",
            "$JShell$12.cost($JShell$12.java:3)",
            "openmodal.remote(worker pid 4711)",
            "$JShell$13.do_it$($JShell$13.java:5)");
    assertThat(content.get("text/plain")).startsWith("java.lang.IllegalStateException: no <7>\n");
  }

  @Test
  void whatAnExceptionCannotSayIsLeftOut() {
    assertThat(cards.content(new Wicked()).get("text/html")).contains("Wicked");
  }

  @Test
  void aLongMessageIsShortened() {
    assertThat(cards.content(new IllegalStateException("x".repeat(1_000_000))).get("text/html"))
        .hasSizeLessThan(20_000);
  }

  @Test
  void whatIsNotOursIsLeftToTheKernel() {
    assertThat(cards.content("text")).isEmpty();
  }
}
