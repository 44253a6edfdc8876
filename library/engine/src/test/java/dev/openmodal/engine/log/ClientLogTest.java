package dev.openmodal.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openmodal.OpenModalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientLogTest {
  @TempDir private Path folder;

  private List<Path> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void saysWhatHappenedAndMoreWhereMoreIsAskedFor() throws IOException {
    for (LogLevel level : LogLevel.values()) {
      Path own = Files.createDirectory(folder.resolve(level.name()));
      try (ClientLog log = new ClientLog(own, level)) {
        log.info("a worker starts");
        log.debug(() -> "a call");
        log.info("it failed", new IOException("a message of somebody's"));
      }
      Path file = own.resolve("client-" + ProcessHandle.current().pid() + "-0.log");
      if (level == LogLevel.OFF) {
        assertThat(file).doesNotExist();
        continue;
      }
      assertThat(file).content().contains("[main] a worker starts\n", "java.io.IOException");
      assertThat(Files.readString(file).contains("a call")).isEqualTo(level == LogLevel.DEBUG);
      assertThat(Files.readString(file).contains("    at " + getClass().getName()))
          .isEqualTo(level == LogLevel.DEBUG);
      assertThat(file).content().doesNotContain("somebody's");
    }
  }

  @Test
  void isBoundedHoweverMuchIsSaid() throws IOException {
    try (ClientLog log = new ClientLog(folder, LogLevel.INFO)) {
      for (int i = 0; i < 25_000; i++) {
        log.info("the same line again and again, about a hundred bytes with its time, " + i);
      }
    }
    long size = 0;
    for (Path file : files()) {
      size += Files.size(file);
    }
    assertThat(files()).hasSize(2);
    assertThat(size).isBetween(1L << 20, (2L << 20) + 10_000);
    assertThat(files().get(0)).content().contains(", 24999\n");
  }

  @Test
  void oldOnesOfOtherClientsGo() throws Exception {
    Path old = Files.writeString(folder.resolve("client-1-0.log"), "old");
    Path young = Files.writeString(folder.resolve("client-2-0.log"), "young");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(15))));
    try (ClientLog log = new ClientLog(folder, LogLevel.INFO)) {
      log.info("begins");
    }
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void isSilentWhereNothingCanBeWritten() {
    try (ClientLog log = new ClientLog(folder.resolve("missing"), LogLevel.INFO)) {
      log.info("into nothing");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anUnknownLevelIsRefused() {
    assertThat(LogLevel.of("Debug")).isEqualTo(LogLevel.DEBUG);
    assertThat(LogLevel.of(" info")).isEqualTo(LogLevel.INFO);
    assertThatThrownBy(() -> LogLevel.of("loud"))
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining("'loud'")
        .hasMessageContaining("off, info or debug");
  }
}
