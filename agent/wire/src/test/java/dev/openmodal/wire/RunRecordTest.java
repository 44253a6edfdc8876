package dev.openmodal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
  @TempDir private Path folder;
  private RunRecord client;
  private RunRecord worker;

  @BeforeEach
  void open() throws IOException {
    client = RunRecord.create(folder.resolve("runs"));
    worker = RunRecord.open(folder.resolve("runs"));
  }

  @Test
  void theOtherEndSeesWhatRunsAndWhatHasEnded() {
    assertThat(client.runs()).isEqualTo(RunRecord.Runs.NONE);
    int first = worker.start(7);
    worker.start(5);
    assertThat(client.runs().running()).containsExactly(7L, 5L);
    worker.end(first, true);
    assertThat(client.runs().running()).containsExactly(5L);
    assertThat(client.runs().ended()).containsExactly(7L);
    assertThat(client.runs().endedWithMark()).containsExactly(7L);
    worker.start(3); // in the slot of the first
    assertThat(client.runs().running()).containsExactly(5L, 3L);
  }

  @Test
  void aLongRunIsKnownHoweverManyEndBesideIt() {
    worker.start(1);
    for (long id = 2; id < 10_000; id++) {
      worker.end(worker.start(id), false);
    }
    assertThat(client.runs().running()).containsExactly(1L);
    assertThat(client.runs().ended())
        .hasSize(RunRecord.ENDS)
        .contains(9_999L, 10_000L - RunRecord.ENDS);
    assertThat(client.runs().endedWithMark()).isEmpty();
  }

  @Test
  void moreThanTheSlotsAreRefused() {
    for (long id = 1; id <= RunRecord.SLOTS; id++) {
      worker.start(id);
    }
    assertThatThrownBy(() -> worker.start(99_999)).hasMessageContaining("1024");
    assertThat(client.runs().running()).hasSize(RunRecord.SLOTS);
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Path other = folder.resolve("other");
    Files.write(other, new byte[100]);
    assertThatThrownBy(() -> RunRecord.open(other)).hasMessageContaining("holds no record");
  }
}
