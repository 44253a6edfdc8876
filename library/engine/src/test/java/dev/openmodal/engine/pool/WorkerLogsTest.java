package dev.openmodal.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openmodal.wire.LogMarks;
import dev.openmodal.wire.proto.Call;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerLogsTest {
  @Test
  void processesWaitUntilWhatTheyWroteWasShown() throws Exception {
    Inbox inbox = new Inbox();
    Execution running = execution(inbox);
    WorkerLogs logs = new WorkerLogs(inError -> running, new Alarms(), true);
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
      Execution.Output output = (Execution.Output) inbox.next();
      output.taken().accept(output.bytes().length);
    }
    await().until(() -> written.get() > before);
    inbox.abandon();
    pump.join(20_000);
    assertThat(written).hasValue(1000);
  }

  @Test
  void whatAProcessWritesIsShownAfterWhatWasPrintedBeforeIt() throws Exception {
    Inbox inbox = new Inbox();
    Execution running = execution(inbox);
    WorkerLogs logs = new WorkerLogs(inError -> running, new Alarms(), true);
    logs.ready();
    logs.expect(running);
    byte[] piped = concat(LogMarks.printed(running.id(), 1), ascii("by a process"));
    Thread pump = new Thread(() -> logs.write(false, piped, piped.length));
    pump.start();
    await().until(() -> pump.getState() == Thread.State.TIMED_WAITING);
    logs.printed(running, false, ascii("printed"), taken -> {});
    byte[] mark = LogMarks.printed(running.id(), 1);
    logs.write(true, mark, mark.length);

    assertThat(nextOutput(inbox)).isEqualTo("printed");
    assertThat(nextOutput(inbox)).isEqualTo("by a process");
    pump.join(20_000);
  }

  @Test
  void whatIsPrintedIsShownAfterWhatAProcessWroteBeforeIt() throws Exception {
    Inbox inbox = new Inbox();
    Execution running = execution(inbox);
    WorkerLogs logs = new WorkerLogs(inError -> running, new Alarms(), true);
    logs.ready();
    logs.expect(running);
    logs.printed(running, false, ascii("printed"), taken -> {});
    byte[] mark = LogMarks.printed(running.id(), 1);
    Thread outputPump =
        new Thread(
            () -> {
              byte[] piped = concat(ascii("by a process"), mark);
              logs.write(false, piped, piped.length);
            });
    outputPump.start();
    await().until(() -> outputPump.getState() == Thread.State.TIMED_WAITING);
    byte[] piped = concat(ascii("an error"), mark);
    logs.write(true, piped, piped.length);

    assertThat(nextOutput(inbox)).isEqualTo("by a process");
    assertThat(nextOutput(inbox)).isEqualTo("an error");
    assertThat(nextOutput(inbox)).isEqualTo("printed");
    outputPump.join(20_000);
  }

  @Test
  void whatIsPrintedIsShownWhereItsMarkDoesNotCome() throws Exception {
    Inbox inbox = new Inbox();
    Execution running = execution(inbox);
    WorkerLogs logs = new WorkerLogs(inError -> running, new Alarms(), true);
    logs.ready();
    logs.expect(running);
    logs.printed(running, false, ascii("first"), taken -> {});
    assertThat(nextOutput(inbox)).isEqualTo("first");
    for (int i = 0; i < 100; i++) { // from now on without waiting
      logs.printed(running, false, ascii("later"), taken -> {});
      assertThat(inbox.isBehind()).isTrue();
      assertThat(nextOutput(inbox)).isEqualTo("later");
    }
  }

  @Test
  void whatIsPrintedIsShownWhenItsCallIsOver() throws Exception {
    Inbox inbox = new Inbox();
    Execution running = execution(inbox);
    WorkerLogs logs = new WorkerLogs(inError -> running, new Alarms(), true);
    logs.expect(running);
    logs.printed(running, false, ascii("printed"), taken -> {});
    assertThat(inbox.isBehind()).isFalse();
    logs.forget(running);
    assertThat(inbox.isBehind()).isTrue();
  }

  @Test
  void whatIsPrintedIsNotHeldForOutputThatComesLate() {
    Inbox inbox = new Inbox();
    Execution running = execution(inbox);
    WorkerLogs logs = new WorkerLogs(inError -> running, new Alarms(), false);
    logs.expect(running);
    logs.printed(running, false, ascii("printed"), taken -> {});
    assertThat(inbox.isBehind()).isTrue();
  }

  @Test
  void aMarkOfACallThatIsOverHoldsNothingBack() {
    Inbox inbox = new Inbox();
    Execution running = execution(inbox);
    WorkerLogs logs = new WorkerLogs(inError -> running, new Alarms(), true);
    logs.expect(running);
    byte[] mark = LogMarks.printed(running.id(), 1);
    Thread pump = new Thread(() -> logs.write(true, mark, mark.length));
    pump.start();
    logs.forget(running);

    await().until(() -> !pump.isAlive());
  }

  private static Execution execution(Inbox inbox) {
    return new Execution(
        null, null, Optional.empty(), Execution.OnLoss.TELL, Call.Streams.NONE, inbox);
  }

  private static String nextOutput(Inbox inbox) throws InterruptedException {
    return new String(((Execution.Output) inbox.next()).bytes(), StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
