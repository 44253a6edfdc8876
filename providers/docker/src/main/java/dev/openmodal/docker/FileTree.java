package dev.openmodal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Files of this machine as they are to lie in a volume. What is a link here, to a file inside or
 * outside, is a file there.
 */
final class FileTree {
  /** The last file of a volume that was filled to its end. */
  static final String COMPLETE = ".complete";

  private static final int READ_ONLY = 0444;
  private static final int EXECUTABLE = 0555;
  private static final int FOLDER = 0755;

  /** By their names there, which end with a slash for folders. */
  private final Map<String, Path> files = new TreeMap<>();

  /**
   * Adds a folder with what is in it.
   *
   * @param at its name there with a slash behind it, or nothing for the root
   * @param isWanted of the names there
   */
  FileTree add(Path folder, String at, Predicate<String> isWanted) throws IOException {
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
      for (Path path : inside) {
        String name = at + path.getFileName();
        if (!isWanted.test(name) || !Files.exists(path)) { // a link may lead nowhere
          continue;
        }
        if (Files.isDirectory(path)) {
          files.put(name + "/", path);
          add(path, name + "/", isWanted);
        } else if (Files.isRegularFile(path)) {
          files.put(name, path);
        }
      }
    }
    return this;
  }

  /** Adds a file. */
  FileTree add(Path file, String name) {
    files.put(name, file);
    return this;
  }

  /**
   * The SHA-256 of all names and contents, in hexadecimal digits.
   *
   * @param known a folder that remembers it for files that are as they were: to read a whole JDK
   *     takes a second
   */
  String hash(Path known) throws IOException {
    MessageDigest digest = sha256();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Path path = file.getValue();
      update(
          digest,
          file.getKey()
              + " "
              + path
              + " "
              + Files.size(path)
              + " "
              + Files.getLastModifiedTime(path));
    }
    Path remembered = known.resolve(HexFormat.of().formatHex(digest.digest()) + ".hash");
    if (Files.exists(remembered)) {
      return Files.readString(remembered);
    }
    String hash = hashOfContents();
    Path part = Files.createTempFile(known, ".hash-", "");
    Files.writeString(part, hash);
    Files.move(part, remembered, StandardCopyOption.ATOMIC_MOVE);
    return hash;
  }

  private String hashOfContents() throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    for (Map.Entry<String, Path> file : files.entrySet()) {
      update(digest, mode(file) + " " + file.getKey());
      if (!file.getKey().endsWith("/")) {
        update(digest, Long.toString(seconds(file.getValue())));
        try (InputStream in = Files.newInputStream(file.getValue())) {
          for (int count; (count = in.read(buffer)) >= 0; ) {
            digest.update(buffer, 0, count);
          }
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes them as a tar archive, the mark that all is there last. */
  void writeTo(OutputStream out) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (Map.Entry<String, Path> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setMode(mode(file));
        entry.setLastModifiedTime(FileTime.fromMillis(1000 * seconds(file.getValue())));
        if (file.getKey().endsWith("/")) {
          tar.putArchiveEntry(entry);
        } else {
          entry.setSize(Files.size(file.getValue()));
          tar.putArchiveEntry(entry);
          Files.copy(file.getValue(), tar);
        }
        tar.closeArchiveEntry();
      }
      tar.putArchiveEntry(new TarArchiveEntry(COMPLETE, TarConstants.LF_NORMAL));
      tar.closeArchiveEntry();
    }
  }

  private static int mode(Map.Entry<String, Path> file) {
    if (file.getKey().endsWith("/")) {
      return FOLDER;
    }
    return Files.isExecutable(file.getValue()) ? EXECUTABLE : READ_ONLY;
  }

  /** The time of a file, which a JVM compares with that in a class-data archive. */
  private static long seconds(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis() / 1000;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
