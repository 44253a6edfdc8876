package dev.openmodal.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerLogsTest {
  @Test
  void processesWaitUntilWhatTheyWroteWasShown() throws Exception {
    Execution running = new Execution(null, null, Optional.empty());
    WorkerLogs logs = new WorkerLogs(() -> running);
    logs.ready();
    AtomicInteger written = new AtomicInteger();
    Thread pump =
        new Thread(
            () -> {
              byte[] text = "text ".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
              while (written.get() < 1000) {
                logs.write(false, text, text.length);
                written.incrementAndGet();
              }
            });
    pump.start();

    await().until(() -> pump.getState() == Thread.State.WAITING);
    int before = written.get();
    assertThat(before * 50_000).isBetween(4_000_000, 5_000_000);
    for (int i = 0; i < 40; i++) {
      Execution.Output output = (Execution.Output) running.next();
      output.taken().accept(output.bytes().length);
    }
    await().until(() -> written.get() > before);
    running.abandon();
    pump.join(20_000);
    assertThat(written).hasValue(1000);
  }
}
