package dev.openmodal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openmodal.spi.InstanceOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogPumpTest {
  private static final int PATIENCE_MILLIS = 20;

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);

  private LogPump pump(InputStream from) {
    LogPump pump =
        new LogPump(
            from,
            true,
            new InstanceOutput(
                (error, bytes, length) -> {
                  entered.countDown();
                  try {
                    mayGoOn.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                },
                port -> {}));
    pump.start("pump");
    return pump;
  }

  @Test
  void theEndWaitsForWhoeverTakesTheLastOutputHoweverSlowly() throws Exception {
    LogPump pump = pump(new ByteArrayInputStream(new byte[100_000]));
    entered.await();
    CompletableFuture<Boolean> end =
        CompletableFuture.supplyAsync(() -> pump.end().await(PATIENCE_MILLIS, true));
    assertThatThrownBy(() -> end.get(20 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(pump.end().await(PATIENCE_MILLIS, false)).isFalse();
    mayGoOn.countDown();
    assertThat(end.get()).isTrue();
  }

  @Test
  void aPipeThatSomebodyHoldsIsNotWaitedFor() throws IOException {
    try (PipedOutputStream held = new PipedOutputStream()) {
      LogPump pump = pump(new PipedInputStream(held));
      assertThat(pump.end().await(PATIENCE_MILLIS, true)).isFalse();
    }
  }
}
