package dev.openmodal.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScaleDownTest {
  private final AtomicInteger closed = new AtomicInteger();
  private final ScaleDown scaleDown = new ScaleDown(new Alarms(), closed::incrementAndGet);

  @Test
  void closesOnceAfterTheLastCall() throws Exception {
    Duration window = Duration.ofSeconds(1);
    for (int i = 0; i < 100; i++) {
      long before = System.nanoTime();
      scaleDown.after(window);
      Thread.sleep(20);
      if (System.nanoTime() - before < Duration.ofMillis(900).toNanos()) {
        assertThat(closed).hasValue(0);
      }
    }
    await().untilAsserted(() -> assertThat(closed).hasValue(1));

    scaleDown.after(Duration.ofMillis(10));
    await().untilAsserted(() -> assertThat(closed).hasValue(2));
  }

  @Test
  void aShorterWindowCountsAtOnce() {
    scaleDown.after(Duration.ofSeconds(Long.MAX_VALUE));
    scaleDown.after(Duration.ofMillis(10));
    await().untilAsserted(() -> assertThat(closed).hasValue(1));
  }

  @Test
  void calledOffItDoesNotClose() throws Exception {
    scaleDown.after(Duration.ofMillis(100));
    scaleDown.callOff();
    Thread.sleep(300);
    assertThat(closed).hasValue(0);
  }
}
