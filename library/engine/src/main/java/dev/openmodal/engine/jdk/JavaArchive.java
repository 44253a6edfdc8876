package dev.openmodal.engine.jdk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A packed Java: a gzipped tar archive whose files lie in one folder, as Temurin's do. */
final class JavaArchive {
  private static final int EXECUTABLE = 0100;
  private static final int MOST_DEPTH = 4;

  private JavaArchive() {}

  /** Unpacks it into the folder. */
  static void unpack(InputStream archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
          throw new IOException("it holds " + entry.getName() + ", which leads out of it");
        }
        write(entry, tar, path, folder);
      }
    }
  }

  private static void write(
      TarArchiveEntry entry, TarArchiveInputStream tar, Path path, Path folder) throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Path to = path.resolveSibling(entry.getLinkName()).normalize();
      if (to.startsWith(folder)) {
        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      }
    } else if (entry.isFile()) {
      Files.copy(tar, path);
      if ((entry.getMode() & EXECUTABLE) != 0 && !path.toFile().setExecutable(true)) {
        throw new IOException(path + " cannot be made a program");
      }
    }
  }

  /** The folder of a Java in there: one that holds {@code release} and {@code bin}. */
  static Optional<Path> homeIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.find(folder, MOST_DEPTH, (path, is) -> is.isDirectory())) {
      return all.filter(path -> Files.exists(path.resolve("release")))
          .filter(path -> Files.isDirectory(path.resolve("bin")))
          .findFirst();
    }
  }
}
