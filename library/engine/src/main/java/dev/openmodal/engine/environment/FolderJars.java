package dev.openmodal.engine.environment;

import dev.openmodal.bridge.CacheUse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a jar of a class folder: the same files give the same bytes, so that the jar is named by
 * its content like any other. Made again only when a file's name, size or time of change differs.
 */
final class FolderJars {
  private record Made(String listing, Environment.Entry entry) {}

  private final Path cache;
  private final Map<Path, Made> made = new HashMap<>();

  FolderJars(Path cache) {
    this.cache = cache;
  }

  Environment.Entry jarOf(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    String listing = listing(folder, files);
    Made known = made.get(folder);
    if (known != null && known.listing().equals(listing) && Files.exists(known.entry().file())) {
      return known.entry();
    }
    CacheUse.begin(cache);
    Files.createDirectories(cache);
    Path jar = Files.createTempFile(cache, ".folder-", ".jar");
    try {
      write(folder, files, jar);
      String hash = EnvironmentReader.hash(jar);
      Path kept = cache.resolve(hash + ".jar");
      Files.move(jar, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Environment.Entry entry = new Environment.Entry(hash, folder.getFileName() + ".jar", kept);
      made.put(folder, new Made(listing, entry));
      return entry;
    } finally {
      Files.deleteIfExists(jar);
    }
  }

  private static String listing(Path folder, List<Path> files) throws IOException {
    MessageDigest digest = Sha256.digest();
    for (Path file : files) {
      BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
      String line =
          folder.relativize(file)
              + "\0"
              + of.size()
              + "\0"
              + of.lastModifiedTime().toMillis()
              + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest);
  }

  private static void write(Path folder, List<Path> files, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTime(
            315_532_800_000L + 86_400_000L); // the day after a zip's first day, in any zone
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
      }
    }
  }
}
