package dev.openmodal.engine.cache;

import dev.openmodal.bridge.CacheUse;
import dev.openmodal.bridge.TemporaryFolder;
import dev.openmodal.engine.cache.CacheItem.Use;
import dev.openmodal.engine.pool.RunFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What can be made again: jars that were unpacked, jars of class folders, class-data archives,
 * Javas of other versions, the notebook's environment. A worker that starts while its archive is
 * removed starts without.
 *
 * @param home the library's own folder
 */
public record Cache(Path home) {
  private static final String LEFT = "left by a killed program";

  /** The folder of the environments that {@code openmodal notebook} makes. */
  public Path notebook() {
    return home.resolve("cache/notebook");
  }

  /**
   * All that is there, the largest first.
   *
   * @param tellsHere whether to tell what this program alone uses from what others use, for which
   *     it gives up its own use for a moment
   */
  public List<CacheItem> items(boolean tellsHere) {
    Path cache = home.resolve("cache");
    List<CacheItem> items = new ArrayList<>();
    for (Path build : inside(cache.resolve("lib"))) {
      addFolder(items, "jars of a build", build, tellsHere);
    }
    for (Path archive : inside(cache.resolve("archive"))) {
      if (archive.toString().endsWith(".jsa")) {
        items.add(new CacheItem("class-data archive", archive, sizeOf(archive), Use.FREE));
      }
    }
    addFolder(items, "jars of class folders", cache.resolve("folders"), tellsHere);
    addFolder(items, "jars of class paths", cache.resolve("environment"), tellsHere);
    for (Path java : inside(cache.resolve("java"))) {
      addFolder(items, "Java of another version", java, tellsHere);
    }
    for (Path environment : inside(notebook())) {
      addFolder(items, "notebook environment", environment, tellsHere);
    }
    for (RunFolder left : RunFolder.left(home.resolve("run"))) {
      items.add(new CacheItem(LEFT, left.path(), sizeOf(left.path()), Use.FREE));
    }
    items.sort((a, b) -> Long.compare(b.bytes(), a.bytes()));
    return items;
  }

  private static void addFolder(
      List<CacheItem> items, String what, Path folder, boolean tellsHere) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (folder.getFileName().toString().startsWith(".")) { // which nobody locks
      if (TemporaryFolder.isAbandoned(folder)) {
        items.add(new CacheItem(LEFT, folder, sizeOf(folder), Use.FREE));
      }
      return;
    }
    Use use =
        !CacheUse.isUsed(folder)
            ? Use.FREE
            : tellsHere && CacheUse.isUsedByThisAlone(folder) ? Use.HERE : Use.USED;
    items.add(new CacheItem(what, folder, sizeOf(folder), use));
  }

  /**
   * Removes it, unless a program uses it.
   *
   * @param evenIfUsedHere whether to do so where only this program does
   * @return whether it is gone
   */
  public static boolean remove(CacheItem item, boolean evenIfUsedHere) {
    if (item.what().equals(LEFT)) {
      TemporaryFolder.delete(item.path());
      return !Files.exists(item.path());
    }
    if (Files.isDirectory(item.path(), LinkOption.NOFOLLOW_LINKS)) {
      return CacheUse.remove(item.path(), evenIfUsedHere);
    }
    try {
      return Files.deleteIfExists(item.path());
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> inside(Path folder) {
    List<Path> inside = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(inside::add);
    } catch (IOException | DirectoryIteratorException e) {
      // nothing is there
    }
    return inside;
  }

  /** What goes meanwhile is not counted. */
  private static long sizeOf(Path path) {
    AtomicLong size = new AtomicLong();
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
              size.addAndGet(of.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // as far as it was seen
    }
    return size.get();
  }
}
