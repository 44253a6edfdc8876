package consumer;

import static dev.openmodal.OpenModal.app;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class RangeTest {
  private final int factor = 3;
  private final StringReader reader = new StringReader("7");

  @Test
  void aLambdaOfATestRunsInAWorker() {
    int local = 2;
    assertEquals(42, app("test").function((Integer n) -> n * local).remote(21));
  }

  @Test
  void aLambdaThatUsesAFieldTakesTheWholeObjectAlong() {
    var error =
        assertThrows(
            OpenModalException.class, () -> app("test").function((Integer n) -> n * factor()).remote(7));
    assertEquals(ErrorCode.CAPTURE_REFUSED, error.code());
  }

  private int factor() {
    return reader == null ? 0 : factor;
  }
}
