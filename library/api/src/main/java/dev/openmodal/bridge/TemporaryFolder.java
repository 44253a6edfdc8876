package dev.openmodal.bridge;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A folder of this process alone under the temporary folder. It is deleted when the process ends
 * normally; what a killed process left is swept by the next one that makes such a folder.
 */
public final class TemporaryFolder {
  /** A process number says nothing across containers that share the folder: be late. */
  private static final Duration SWEPT_AFTER = Duration.ofHours(1);

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** Makes one, readable by this user only. */
  public static TemporaryFolder create(String purpose) throws IOException {
    return create(Path.of(System.getProperty("java.io.tmpdir")), purpose);
  }

  /** The same in another place than that for temporary files. */
  public static TemporaryFolder create(Path parent, String purpose) throws IOException {
    String prefix = "openmodal-" + Home.user() + "-";
    sweep(parent, prefix);
    Path path =
        Files.createTempDirectory(
            parent, prefix + ProcessHandle.current().pid() + "-" + purpose + "-"); // 0700
    Runtime.getRuntime()
        .addShutdownHook(OwnThreads.daemon("openmodal-delete-" + purpose, () -> delete(path)));
    return new TemporaryFolder(path);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  private static void sweep(Path parent, String prefix) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, prefix + "*")) {
      for (Path path : left) {
        if (isLeft(path, prefix)) {
          delete(path);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // somebody else's turn
    }
  }

  private static boolean isLeft(Path path, String prefix) {
    Optional<Long> pid = pid(path.getFileName().toString().substring(prefix.length()));
    try {
      return pid.isPresent()
          && ProcessHandle.of(pid.get()).isEmpty()
          && isOlderThan(path, SWEPT_AFTER);
    } catch (IOException e) { // swept by another process
      return false;
    }
  }

  private static Optional<Long> pid(String rest) {
    try {
      return Optional.of(Long.valueOf(rest.substring(0, Math.max(0, rest.indexOf('-')))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether the path was last touched longer ago than that. */
  static boolean isOlderThan(Path path, Duration age) throws IOException {
    FileTime time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
    return time.toInstant().isBefore(Instant.now().minus(age));
  }

  /** Whether nobody works on it any more, as it was last touched more than a day ago. */
  public static boolean isAbandoned(Path path) {
    try {
      return isOlderThan(path, Duration.ofDays(1));
    } catch (IOException e) { // it has gone
      return false;
    }
  }

  /** Deletes a folder with all that is in it, as far as it can; follows no links. */
  public static void delete(Path path) {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(path)) {
          inside.forEach(TemporaryFolder::delete);
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException | DirectoryIteratorException e) {
      // swept later
    }
  }
}
