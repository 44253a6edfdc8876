package dev.openmodal.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.wire.LogMarks;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerLogsTest {
  private final Execution first = new Execution(null, null, Optional.empty());
  private final Execution second = new Execution(null, null, Optional.empty());
  private final Map<Long, Execution> inFlight = Map.of(first.id(), first, second.id(), second);
  private final WorkerLogs logs = new WorkerLogs(inFlight::get, () -> first);

  private void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(byte[] bytes) {
    logs.write(false, bytes, bytes.length);
  }

  private static String next(Execution execution) throws InterruptedException {
    return new String(((Execution.Output) execution.next()).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void thereIsNoRoomUntilWhatWasWrittenWasShown() throws Exception {
    logs.ready();
    int written = 0;
    while (logs.hasRoom()) {
      write("text ".repeat(10_000));
      written++;
    }
    assertThat(written * 50_000).isBetween(4_000_000, 5_000_000);
    for (int i = 0; i < 40; i++) {
      Execution.Output output = (Execution.Output) first.next();
      output.taken().accept(output.bytes().length);
    }
    assertThat(logs.hasRoom()).isTrue();
  }

  @Test
  void aMarkTellsWhoseOutputFollows() throws Exception {
    logs.ready();
    write("of the first");
    write(LogMarks.start(second.id()));
    write("of the second");

    assertThat(next(first)).isEqualTo("of the first");
    assertThat(next(second)).isEqualTo("of the second");

    second.end(Execution.asCancelled(second), "");
    write("of whoever runs");
    assertThat(next(first)).isEqualTo("of whoever runs");
  }

  @Test
  void whatCouldBecomeAMarkIsHandedOnAtTheEndOfTheCall() throws Exception {
    logs.ready();
    write("it ends in NUL\0");
    assertThat(next(first)).isEqualTo("it ends in NUL");
    logs.settle();
    assertThat(next(first)).isEqualTo("\0");
  }
}
