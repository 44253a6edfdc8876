package dev.openmodal.engine.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompletionsTest {
  @Test
  void aTaskRunsThoughTheOneBeforeItWaitsForIt() throws Exception {
    for (int i = 0; i < 20; i++) {
      Completions completions = new Completions(); // with one thread
      CountDownLatch rested = new CountDownLatch(1);
      completions.execute(rested::countDown); // its thread is idle soon
      rested.await();
      Thread.sleep(50);
      CountDownLatch second = new CountDownLatch(1);
      CountDownLatch first = new CountDownLatch(1);
      completions.execute(
          () -> {
            await(second);
            first.countDown();
          });
      completions.execute(second::countDown);
      assertThat(first.await(10, TimeUnit.SECONDS)).as("round %d", i).isTrue();
    }
  }

  @Test
  void anInterruptThatATaskLeavesBehindEndsNothing() throws Exception {
    Completions completions = new Completions();
    Thread[] own = new Thread[1];
    CountDownLatch known = new CountDownLatch(1);
    completions.execute(
        () -> {
          own[0] = Thread.currentThread();
          known.countDown();
        });
    known.await();
    own[0].interrupt();
    CountDownLatch next = new CountDownLatch(1);
    completions.execute(next::countDown);
    assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
