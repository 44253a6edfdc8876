package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Home;
import dev.openmodal.engine.environment.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The archive for one Java and this build, in {@code cache/archive}. Its name holds what it was
 * made for, and its own length and checksum: a Java may crash on one that is damaged, so that it is
 * read once by each client before a worker gets it.
 */
final class StartArchive {
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration TOUCHED = Duration.ofDays(1);

  private final Path javaHome;
  private final Path agentJar;

  @GuardedBy("this")
  private @Nullable Path whole;

  @GuardedBy("this")
  private long wholeSize;

  @GuardedBy("this")
  private boolean wasTried;

  @GuardedBy("this")
  private int suspicions;

  /** Makes it. */
  @FunctionalInterface
  interface Maker {
    void make(Path unfinished) throws IOException, InterruptedException;
  }

  StartArchive(Path javaHome, Path agentJar) {
    this.javaHome = javaHome;
    this.agentJar = agentJar;
  }

  /** The archive, if it is there and whole; a damaged one is deleted. */
  synchronized Optional<Path> find() {
    try {
      if (whole != null && Files.isReadable(whole) && Files.size(whole) == wholeSize) {
        return Optional.of(whole);
      }
      whole = null;
      Path folder = folder();
      if (!Files.isDirectory(folder) || folder.toString().indexOf(File.pathSeparatorChar) >= 0) {
        return Optional.empty();
      }
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, key() + "-*.jsa")) {
        for (Path archive : found) {
          if (archive.getFileName().toString().equals(nameOf(archive))) {
            touch(archive);
            whole = archive;
            wholeSize = Files.size(archive);
            return Optional.of(archive);
          }
          Files.deleteIfExists(archive);
        }
      }
    } catch (IOException | DirectoryIteratorException | OpenModalException e) {
      // Without it a worker starts, too.
    }
    return Optional.empty();
  }

  /** Makes it, unless this client has tried already, another one is at it, or it was in vain. */
  void make(Maker maker) {
    synchronized (this) {
      if (wasTried) {
        return;
      }
      wasTried = true;
    }
    try {
      Path folder = Files.createDirectories(folder());
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(key() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock != null && find().isEmpty() && !Files.exists(inVain())) {
          sweep(folder);
          make(maker, folder);
        }
      }
    } catch (IOException | OverlappingFileLockException | OpenModalException e) {
      // A folder that cannot be written to: workers start without it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void make(Maker maker, Path folder) throws IOException, InterruptedException {
    Path unfinished = folder.resolve(".new-" + ProcessHandle.current().pid() + "-" + key());
    try {
      maker.make(unfinished);
      if (Files.exists(unfinished)) {
        Files.move(unfinished, folder.resolve(nameOf(unfinished)), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.writeString(inVain(), "The Java in " + javaHome + " made no archive.\n");
      }
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Reads it again before the next use; the second time deletes it, and makes no other. */
  synchronized void distrust() {
    Path suspected = whole;
    whole = null;
    if (suspected != null && ++suspicions == 2) {
      wasTried = true;
      try {
        Files.deleteIfExists(suspected);
      } catch (IOException e) {
        // Somebody else's, and used as it is.
      }
    }
  }

  private static Path folder() {
    return Home.cache().resolve("archive");
  }

  private Path inVain() throws IOException {
    return folder().resolve(key() + ".none");
  }

  /** What it is made for: this Java as it is installed, this jar as it lies there. */
  private String key() throws IOException {
    MessageDigest digest = Sha256.digest();
    for (Path part : new Path[] {javaHome.resolve("release"), javaHome.resolve("lib/modules")}) {
      update(digest, part);
    }
    update(digest, agentJar);
    return Sha256.hex(digest).substring(0, 32);
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    String state = file.toString();
    if (Files.exists(file)) {
      state += " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    }
    digest.update((state + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The name that a file with this content has to have. */
  private String nameOf(Path archive) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 16];
    long length = 0;
    try (InputStream in = Files.newInputStream(archive)) {
      for (int count; (count = in.read(buffer)) >= 0; length += count) {
        crc.update(buffer, 0, count);
      }
    }
    return key() + "-" + length + "-" + Long.toHexString(crc.getValue()) + ".jsa";
  }

  /** The file's time says when it was last used, to the day. */
  private static void touch(Path archive) throws IOException {
    if (isOlderThan(archive, TOUCHED)) {
      Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
    }
  }

  private static void sweep(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        boolean isPart = file.getFileName().toString().startsWith(".");
        if (isOlderThan(file, isPart ? TOUCHED : UNUSED)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // the next one's turn
    }
  }

  private static boolean isOlderThan(Path file, Duration age) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(age));
  }
}
