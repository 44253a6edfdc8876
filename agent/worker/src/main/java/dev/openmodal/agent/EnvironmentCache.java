package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import dev.openmodal.bridge.CacheUse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The jars of environments on disk, shared with other workers of this user: {@code HASH/NAME.jar},
 * so that a code source shows a name that people know. A file appears there whole or not at all.
 */
final class EnvironmentCache {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String INCOMING = ".incoming-";
  private static final String WHOLE = ".complete";
  private static final int MOST_MISSING = 10_000;
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final Optional<Path> kept;
  private final Map<String, String> namesOfMissing = new ConcurrentHashMap<>();

  EnvironmentCache(Path folder) {
    this(folder, Optional.empty());
  }

  /**
   * @param kept a folder in which jars lie that somebody else has put there, each with a mark
   *     beside it once it is whole
   */
  EnvironmentCache(Path folder, Optional<Path> kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /** The file with these bytes, marked as used now; null if it is to be sent. */
  @Nullable Path find(String sha256, String name) {
    Path elsewhere = kept.map(all -> all.resolve(checked(sha256))).orElse(null);
    if (elsewhere != null && Files.exists(elsewhere.resolve(WHOLE))) {
      try {
        Path there = anyFile(elsewhere);
        if (there != null) {
          return there;
        }
      } catch (IOException e) {
        // as good as missing
      }
    }
    CacheUse.begin(folder);
    Path home = folder.resolve(checked(sha256));
    try {
      Path file = home.resolve(fileName(name));
      if (!Files.isRegularFile(file)) {
        file = anyFile(home);
      }
      if (file != null) {
        Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
        return file;
      }
    } catch (IOException e) {
      // A file that cannot be used is as good as missing.
    }
    if (namesOfMissing.size() >= MOST_MISSING) {
      namesOfMissing.clear(); // most of them will never come
    }
    namesOfMissing.put(sha256, fileName(name));
    return null;
  }

  /** Begins to take a file. */
  Incoming receive(String sha256) throws IOException {
    CacheUse.begin(folder);
    return new Incoming(checked(sha256));
  }

  private static @Nullable Path anyFile(Path home) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home)) {
      for (Path file : files) {
        if (!file.endsWith(WHOLE)) {
          return file;
        }
      }
    } catch (NoSuchFileException e) {
      // Not there.
    }
    return null;
  }

  private static String checked(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("\"" + sha256 + "\" is not a SHA-256.");
    }
    return sha256;
  }

  /** The last part of the name, without what a file system may not like. */
  private static String fileName(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String safe = last.replaceAll("[\\x00-\\x1f<>:\"|?*]", "_");
    if (safe.isEmpty() || safe.startsWith(".")) {
      safe = "_" + safe;
    }
    return safe.length() > 100 ? safe.substring(safe.length() - 100) : safe;
  }

  /** Removes what nobody has used for long; a worker that wants it again asks for it. */
  void sweep() {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        boolean isIncoming = each.getFileName().toString().startsWith(INCOMING);
        Instant limit = Instant.now().minus(isIncoming ? ABANDONED : UNUSED);
        if (Files.getLastModifiedTime(each).toInstant().isBefore(limit)) {
          remove(each);
        }
      }
    } catch (IOException | RuntimeException e) {
      // The next worker tries again.
    }
  }

  private static void remove(Path each) throws IOException {
    if (Files.isDirectory(each)) {
      // Renamed first: then nobody finds a folder that is half gone.
      Path doomed = each.resolveSibling(INCOMING + each.getFileName());
      Files.move(each, doomed, StandardCopyOption.ATOMIC_MOVE);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(doomed)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(doomed);
    } else {
      Files.delete(each);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  /** A file on its way: under another name until its bytes have proven to be the right ones. */
  final class Incoming {
    private final String sha256;
    private final Path path;
    private final OutputStream out;
    private final MessageDigest digest;

    private Incoming(String sha256) throws IOException {
      this.sha256 = sha256;
      Files.createDirectories(folder);
      path = Files.createTempFile(folder, INCOMING, "");
      out = Files.newOutputStream(path);
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    void append(ByteString bytes) throws IOException {
      bytes.asReadOnlyByteBufferList().forEach(digest::update);
      bytes.writeTo(out);
    }

    void commit() throws IOException {
      out.close();
      String actual = HexFormat.of().formatHex(digest.digest());
      if (!actual.equals(sha256)) {
        discard();
        throw new IOException("its SHA-256 is " + actual);
      }
      Path home = folder.resolve(sha256);
      String name = namesOfMissing.getOrDefault(sha256, "content.jar");
      try {
        Files.createDirectory(home);
      } catch (FileAlreadyExistsException e) {
        // Another worker was first, or has made the folder and not yet the file.
      }
      Files.move(path, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      namesOfMissing.remove(sha256);
    }

    void discard() throws IOException {
      out.close();
      Files.deleteIfExists(path);
    }
  }
}
