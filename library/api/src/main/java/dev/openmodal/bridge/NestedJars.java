package dev.openmodal.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The jars inside the one jar, unpacked once into {@code cache/lib/KEY} of the {@link Home}, with a
 * {@link ClassPack} of each group. The key follows from their names, sizes and checksums, which the
 * jar's directory holds: a later start reads no content and looks at sizes only.
 */
final class NestedJars {
  private static final String ROOT = "META-INF/openmodal/";
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration TOUCHED = Duration.ofDays(1);

  private final List<Nested> jars;

  private record Nested(JarEntry entry, String group, String file) {
    /** Returns nothing for what is no nested jar. */
    static List<Nested> of(JarEntry entry) {
      String name = entry.getName();
      if (!name.startsWith(ROOT) || !name.endsWith(".jar")) {
        return List.of();
      }
      int slash = name.indexOf('/', ROOT.length());
      String file = name.substring(slash + 1);
      // a name that leads elsewhere is none of ours
      return slash < 0 || file.indexOf('/') >= 0 || file.indexOf('\\') >= 0
          ? List.of()
          : List.of(new Nested(entry, name.substring(ROOT.length(), slash), file));
    }
  }

  private NestedJars(List<Nested> jars) {
    this.jars = jars;
  }

  static NestedJars of(JarFile jar) {
    return new NestedJars(
        jar.stream()
            .flatMap(entry -> Nested.of(entry).stream())
            .sorted(Comparator.comparing(nested -> nested.entry().getName()))
            .toList());
  }

  boolean isEmpty() {
    return jars.isEmpty();
  }

  /**
   * The classes of these groups, after unpacking, or unpacked already.
   *
   * @param groups names of folders, such as {@code agent}
   */
  List<ClassPack> unpack(JarFile from, List<String> groups) throws IOException {
    Path folder = folder(from);
    List<ClassPack> packs = new ArrayList<>();
    for (String group : groups) {
      Path file = packOf(folder, group);
      packs.add(
          ClassPack.open(file)
              .orElseThrow(() -> new IOException(file + " was just written and cannot be read")));
    }
    return packs;
  }

  /** Where the classes of a group are, inside the folder of the unpacked jars. */
  static Path packOf(Path folder, String group) {
    return folder.resolve(group + ".classes");
  }

  private Path folder(JarFile from) throws IOException {
    Path all = Home.cache().resolve("lib");
    Path folder = all.resolve(key());
    if (Files.isDirectory(folder)) {
      CacheUse.begin(folder);
    }
    if (isComplete(folder)) {
      touch(folder);
      return folder;
    }
    Path unpacked;
    try {
      Files.createDirectories(all);
      unpacked = copyInto(Files.createTempDirectory(all, ".new-"), from);
    } catch (IOException e) { // a full disk, or one that became read-only
      return copyInto(TemporaryFolder.create("lib").path(), from);
    }
    sweep(all, folder);
    return publish(unpacked, folder);
  }

  private Path publish(Path unpacked, Path folder) throws IOException {
    if (Files.exists(folder) && !isComplete(folder)) {
      // Damaged. Out of the way first: a folder cannot be replaced in one step.
      Path damaged = folder.resolveSibling(".old-" + unpacked.getFileName());
      move(folder, damaged);
      TemporaryFolder.delete(damaged);
    }
    CacheUse.begin(folder);
    if (move(unpacked, folder)) {
      return folder;
    }
    if (isComplete(folder)) { // another JVM was first
      TemporaryFolder.delete(unpacked);
      return folder;
    }
    return unpacked; // swept by age
  }

  private static boolean move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isComplete(Path folder) {
    for (Nested nested : jars) {
      if (folder.resolve(nested.file()).toFile().length() != nested.entry().getSize()) {
        return false;
      }
    }
    return groups().allMatch(group -> ClassPack.isWhole(packOf(folder, group)));
  }

  /** The folders that hold jars. */
  Stream<String> groups() {
    return jars.stream().map(Nested::group).distinct();
  }

  private Path copyInto(Path folder, JarFile from) throws IOException {
    try {
      for (Nested nested : jars) {
        try (InputStream in = from.getInputStream(nested.entry())) {
          Files.copy(in, folder.resolve(nested.file()));
        }
      }
      for (String group : groups().toList()) {
        ClassPack.write(
            packOf(folder, group),
            jars.stream()
                .filter(nested -> nested.group().equals(group))
                .map(nested -> folder.resolve(nested.file()))
                .toList());
      }
      return folder;
    } catch (IOException e) {
      TemporaryFolder.delete(folder);
      throw e;
    }
  }

  /** The folder's time says when it was last used, to the day. */
  private static void touch(Path folder) {
    try {
      if (TemporaryFolder.isOlderThan(folder, TOUCHED)) {
        Files.setLastModifiedTime(folder, FileTime.fromMillis(System.currentTimeMillis()));
      }
    } catch (IOException e) {
      // somebody else's cache, used as it is
    }
  }

  private static void sweep(Path all, Path except) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        if (!folder.equals(except) && isUnused(folder)) {
          remove(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // the next version's turn
    }
  }

  private static void remove(Path folder) {
    if (folder.getFileName().toString().startsWith(".")) {
      TemporaryFolder.delete(folder);
    } else {
      boolean unused = CacheUse.remove(folder, false); // not where a program has it open for long
    }
  }

  private static boolean isUnused(Path folder) {
    if (folder.getFileName().toString().endsWith(".lock")) {
      return false;
    }
    boolean isPart = folder.getFileName().toString().startsWith(".");
    try {
      return TemporaryFolder.isOlderThan(folder, isPart ? TOUCHED : UNUSED);
    } catch (IOException e) { // another JVM's, which is done with it
      return false;
    }
  }

  private String key() {
    StringBuilder directory = new StringBuilder();
    for (Nested nested : jars) {
      JarEntry entry = nested.entry();
      directory.append(entry.getName()).append(' ').append(entry.getSize()).append(' ');
      directory.append(entry.getCrc()).append('\n');
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(directory.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
