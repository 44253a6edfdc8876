package dev.openmodal.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.pool.Execution.OnLoss;
import dev.openmodal.spi.InstanceEnd;
import dev.openmodal.wire.proto.Call;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostCallTest {
  private static final InstanceEnd EXITED = new InstanceEnd(InstanceEnd.Cause.EXITED, 3, "exited");
  private final OpenModalException error = new OpenModalException(ErrorCode.WORKER_LOST, "lost");

  private static Execution execution(OnLoss onLoss) {
    Execution.Arguments none = new Execution.Arguments(new Payload(Path.of("nowhere")), 0, false);
    return new Execution(null, none, Optional.empty(), onLoss, Call.Streams.NONE, new Inbox());
  }

  private Execution.End end(OnLoss onLoss, boolean hasStarted, boolean hasEnded, boolean exited) {
    return new LostCall(execution(onLoss), hasStarted, hasEnded)
        .end(EXITED, false, true, exited, error);
  }

  @Test
  void whatHadNotStartedRunsElsewhere() {
    for (OnLoss each : OnLoss.values()) {
      assertThat(end(each, false, false, false)).isNull();
    }
  }

  @Test
  void codeThatEndsItsJvmEndsByThatUnlessItHadEndedBefore() {
    assertThat(end(OnLoss.RUN_AGAIN, true, false, true)).isInstanceOf(Execution.Lost.class);
    assertThat(end(OnLoss.RUN_AGAIN, true, true, true)).as("its result is lost").isNull();
  }

  @Test
  void whatMustNotRunTwiceDoesNot() {
    assertThat(end(OnLoss.NEVER_AGAIN, true, false, false)).isInstanceOf(Execution.Lost.class);
    assertThat(end(OnLoss.NEVER_AGAIN, true, true, false)).isInstanceOf(Execution.Lost.class);
  }

  @Test
  void threeLossesAreEnough() {
    Execution execution = execution(OnLoss.RUN_AGAIN);
    LostCall lost = new LostCall(execution, true, false);
    assertThat(lost.end(EXITED, false, true, false, error)).isNull();
    assertThat(lost.end(EXITED, false, true, false, error)).isNull();
    assertThat(lost.end(EXITED, false, true, false, error)).isInstanceOf(Execution.Lost.class);
    assertThat(execution.losses()).isEqualTo(3);
  }
}
