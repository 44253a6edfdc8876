package dev.openmodal.use;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.openmodal.OpenModalException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RefusalTraceTest {
  @Test
  void whatTheApiRefusesIsShownAtTheLineThatAskedForIt() {
    List<ThrowingCallable> refused =
        List.of(
            () -> app("My App"),
            () -> app("a").function(() -> 1).memory("much"),
            () -> app("a").function(() -> 1).timeout(Duration.ZERO));
    for (ThrowingCallable each : refused) {
      Throwable thrown = catchThrowable(each);
      assertThat(thrown).isInstanceOf(OpenModalException.class);
      assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo(getClass().getName());
    }
  }
}
