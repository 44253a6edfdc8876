package dev.openmodal.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLogTest {
  @TempDir private Path folder;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private Path calls() {
    return folder.resolve("calls");
  }

  @Test
  void aSmallLogStaysInMemory() {
    CallLog log = new CallLog.Keeper(calls()).open("call-" + 1);
    log.add(ascii("a\n"));
    log.add(ascii("b\n"));
    log.end();
    assertThat(log.text()).isEqualTo("a\nb\n");
    assertThat(calls()).doesNotExist();
  }

  @Test
  void aLargeOneGoesToAFileOfItsOwner() throws Exception {
    CallLog log = new CallLog.Keeper(calls()).open("call-" + 1);
    for (int i = 0; i < 3; i++) {
      log.add(ascii("x".repeat(40_000)));
      log.trim();
    }
    log.end();
    assertThat(log.text()).isEqualTo("x".repeat(120_000));
    assertThat(calls().toFile().list()).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(calls())))
        .isEqualTo("rwx------");
  }

  @Test
  void manyFinishedOnesGoToFiles() {
    CallLog.Keeper keeper = new CallLog.Keeper(calls());
    List<CallLog> logs = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      CallLog log = keeper.open("call-" + i);
      log.add(ascii(i + "y".repeat(50_000)));
      log.end();
      logs.add(log);
    }
    assertThat(calls().toFile().list().length).isBetween(30, 50);
    for (int i = 0; i < 120; i++) {
      assertThat(logs.get(i).text()).isEqualTo(i + "y".repeat(50_000));
    }
  }

  @Test
  void noLogGrowsWithoutBoundAndNoneStaysForEver() throws Exception {
    Files.createDirectories(calls());
    Path old = Files.createFile(calls().resolve("client-1-call-1.log"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(15))));
    CallLog log = new CallLog.Keeper(calls()).open("call-" + 1);
    byte[] much = ascii("z".repeat(1 << 20));
    for (int i = 0; i < 20; i++) {
      log.add(much);
      log.trim();
    }
    log.end();
    assertThat(old).doesNotExist();
    assertThat(log.text())
        .hasSizeLessThan((16 << 20) + 100)
        .contains("further bytes were not kept");
    Files.delete(calls().toFile().listFiles()[0].toPath());
    assertThat(log.text()).contains("removed with age");
  }

  @Test
  void aFileThatAnotherProcessHasLeftIsNoPartOfIt() throws Exception {
    CallLog.Keeper keeper = new CallLog.Keeper(calls());
    CallLog first = keeper.open("call-" + 7);
    first.add(ascii("of another process of the same number".repeat(5000)));
    first.trim();
    CallLog second = keeper.open("call-" + 7);
    second.add(ascii("x".repeat(100_000)));
    second.trim();
    second.add(ascii("y"));
    assertThat(second.text()).isEqualTo("x".repeat(100_000) + "y");
  }

  @Test
  void smallLogsTakeMemoryToo() {
    CallLog.Keeper keeper = new CallLog.Keeper(calls());
    for (int i = 0; i < 20_000; i++) {
      CallLog log = keeper.open("call-" + i);
      log.add(ascii("."));
      log.end();
    }
    assertThat(calls().toFile().list()).isNotEmpty();
  }
}
