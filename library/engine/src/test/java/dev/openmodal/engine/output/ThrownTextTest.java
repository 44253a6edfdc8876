package dev.openmodal.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThrownTextTest {
  /** An exception all of whose own code fails. */
  private static final class Wicked extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      throw Wicked.<RuntimeException>sneaky(new java.io.IOException("no text"));
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return null;
    }

    @Override
    public synchronized Throwable getCause() {
      throw new StackOverflowError();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
      throw (E) thrown;
    }
  }

  private static Exception withoutFrames(String message, @Nullable Throwable cause) {
    Exception thrown = cause == null ? new Exception(message) : new Exception(message, cause);
    thrown.setStackTrace(new StackTraceElement[0]);
    return thrown;
  }

  @Test
  void causesAndWhatWasSuppressedAreTold() {
    Exception thrown = withoutFrames("outer", withoutFrames("inner", null));
    Exception closing = withoutFrames("closing failed", withoutFrames("disk is full", null));
    closing.addSuppressed(withoutFrames("deep", null));
    thrown.addSuppressed(closing);
    assertThat(ThrownText.trace(thrown).lines())
        .containsExactly(
            "java.lang.Exception: outer",
            "\tSuppressed: java.lang.Exception: closing failed",
            "\t\tSuppressed: java.lang.Exception: deep",
            "\tCaused by: java.lang.Exception: disk is full",
            "Caused by: java.lang.Exception: inner");
  }

  @Test
  void onesThatNameEachOtherEnd() {
    Exception first = withoutFrames("first", null);
    Exception second = withoutFrames("second", first);
    first.initCause(second);
    first.addSuppressed(second);
    assertThat(ThrownText.trace(first).lines()).hasSizeLessThan(10);
  }

  @Test
  void thousandsOfThemAreCut() {
    Exception thrown = null;
    for (int i = 0; i < 5000; i++) {
      thrown = new Exception("number " + i, thrown);
    }
    for (int i = 0; i < 100_000; i++) {
      thrown.addSuppressed(thrown.getCause());
    }
    assertThat(ThrownText.trace(thrown)).hasSizeLessThan(40_000);
  }

  @Test
  void oneWhoseOwnCodeFailsIsNamed() {
    assertThat(ThrownText.of(new Wicked())).endsWith("Wicked");
    assertThat(ThrownText.headline(new Wicked())).endsWith("Wicked");
    assertThat(ThrownText.trace(new Wicked())).contains("Wicked");
    assertThat(ThrownText.frames(new Wicked())).isEmpty();
    assertThat(ThrownText.of(null)).isEqualTo("null");
  }
}
