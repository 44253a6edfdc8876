package dev.openmodal.engine.log;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Removes logs two weeks after they were last written to. */
final class OldLogs {
  private static final Duration KEPT = Duration.ofDays(14);

  private OldLogs() {}

  /**
   * Removes them from a folder.
   *
   * @param names the pattern of their names
   */
  static void removeFrom(Path folder, String names) {
    Instant oldest = Instant.now().minus(KEPT);
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, names)) {
      for (Path log : logs) {
        if (Files.getLastModifiedTime(log).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(log);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // the next client sweeps
    }
  }
}
