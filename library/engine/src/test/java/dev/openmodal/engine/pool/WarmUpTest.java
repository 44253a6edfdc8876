package dev.openmodal.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WarmUpTest {
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicBoolean quiet = new AtomicBoolean(true);
  private final AtomicBoolean free = new AtomicBoolean();
  private final WarmUp warmUp =
      new WarmUp(new Alarms(), free::get, quiet::get, sent::incrementAndGet);

  @Test
  void sendsOneAtATimeUntilItIsDone() {
    warmUp.soon();
    warmUp.soon();
    await().untilAsserted(() -> assertThat(sent).hasValue(1));
    for (int i = 0; i < 2 * WarmUp.MESSAGES; i++) {
      warmUp.answered();
    }
    assertThat(sent).hasValue(WarmUp.MESSAGES);
  }

  @Test
  void anAnswerThatNobodyHasAskedForIsNoReasonToSend() {
    warmUp.answered();
    assertThat(sent).hasValue(0);
  }

  @Test
  void goesOnOnceOthersHaveNothingToDoEither() throws Exception {
    quiet.set(false);
    free.set(true);
    warmUp.soon();
    Thread.sleep(800);
    assertThat(sent).hasValue(0);

    quiet.set(true);
    await().untilAsserted(() -> assertThat(sent).hasValue(1));
  }

  @Test
  void waitsWhileSomebodyWaitsForSomethingElse() throws Exception {
    warmUp.soon();
    await().untilAsserted(() -> assertThat(sent).hasValue(1));
    quiet.set(false);
    warmUp.answered();
    warmUp.soon();
    Thread.sleep(500);
    assertThat(sent).hasValue(1);

    quiet.set(true);
    warmUp.soon();
    await().untilAsserted(() -> assertThat(sent).hasValue(2));
  }
}
