package dev.openmodal.engine.environment;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns class paths into environments. A jar is hashed once and again only when its size or time of
 * change differ; both are looked at at most each 50 ms.
 */
public final class EnvironmentReader {
  private static final long FRESH_NANOS = Duration.ofMillis(50).toNanos();

  private record Stamp(long size, Object changed) {}

  private record Hashed(Stamp stamp, Environment.Entry entry) {}

  private final FolderJars folderJars;

  @GuardedBy("this")
  private final Map<Path, Hashed> hashed = new HashMap<>();

  @GuardedBy("this")
  private List<Path> lastPaths = List.of();

  @GuardedBy("this")
  private @Nullable Environment last;

  @GuardedBy("this")
  private long lastLook;

  /**
   * @param cache the folder where jars made of class folders are kept
   */
  public EnvironmentReader(Path cache) {
    folderJars = new FolderJars(cache);
  }

  /**
   * The environment of that class path.
   *
   * @throws dev.openmodal.OpenModalException with {@code CLASS_PATH_UNREADABLE}
   */
  public synchronized Environment read(ClassPath classPath) {
    Environment known = last;
    if (known != null
        && classPath.entries().equals(lastPaths)
        && System.nanoTime() - lastLook < FRESH_NANOS) {
      return known;
    }
    List<Environment.Entry> entries = new ArrayList<>();
    for (Path path : classPath.entries()) {
      try {
        entries.add(entry(path));
      } catch (IOException e) {
        throw ClassPath.unreadable(path, e);
      }
    }
    MessageDigest all = Sha256.digest();
    for (Environment.Entry entry : entries) {
      all.update(
          (entry.sha256() + ' ' + entry.name() + '\n')
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Environment read = new Environment(Sha256.hex(all), List.copyOf(entries));
    last = read;
    lastPaths = classPath.entries();
    lastLook = System.nanoTime();
    return read;
  }

  @GuardedBy("this")
  private Environment.Entry entry(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return folderJars.jarOf(path);
    }
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    Stamp stamp = new Stamp(file.size(), file.lastModifiedTime());
    Hashed known = hashed.get(path);
    if (known != null && known.stamp().equals(stamp)) {
      return known.entry();
    }
    Environment.Entry entry =
        new Environment.Entry(hash(path), String.valueOf(path.getFileName()), path);
    hashed.put(path, new Hashed(stamp, entry));
    return entry;
  }

  static String hash(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return Sha256.hex(digest);
  }
}
