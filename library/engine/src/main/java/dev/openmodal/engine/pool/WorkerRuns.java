package dev.openmodal.engine.pool;

import dev.openmodal.wire.RunRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which calls one worker runs: by the file in which it notes them where it sees this machine's
 * files, else by its messages alone.
 */
final class WorkerRuns implements AutoCloseable {
  private final @Nullable Path file;
  private final @Nullable RunRecord record;

  private WorkerRuns(@Nullable Path file, @Nullable RunRecord record) {
    this.file = file;
    this.record = record;
  }

  /** In a file of that folder. */
  static WorkerRuns in(Path folder) {
    Path file = folder.resolve("runs-" + UUID.randomUUID());
    try {
      Files.createDirectories(folder);
      return new WorkerRuns(file, RunRecord.create(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By messages. */
  static WorkerRuns byMessages() {
    return new WorkerRuns(null, null);
  }

  @Nullable Path file() {
    return file;
  }

  /** What is noted now. */
  RunRecord.Runs now() {
    return record == null ? RunRecord.Runs.NONE : record.runs();
  }

  /** Whether starts and ends are noted at all. */
  boolean areNoted() {
    return record != null;
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }
}
