package dev.openmodal.bridge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Which folders of the cache are used by programs that run, so that none is removed under one: each
 * holds a shared lock of a file beside the folder, which the system takes back when it ends,
 * however that is.
 */
public final class CacheUse {
  private static final Map<Path, FileChannel> HELD = new HashMap<>();

  private CacheUse() {}

  /**
   * This program uses the folder from now on, until it ends. Waits while it is being removed. Where
   * no file can be written beside it, nothing is: then nobody can remove it either.
   */
  public static synchronized void begin(Path folder) {
    if (HELD.containsKey(folder)) {
      return;
    }
    try {
      Files.createDirectories(folder.getParent());
      FileChannel channel = open(folder);
      HELD.put(folder, channel);
      channel.lock(0, Long.MAX_VALUE, true);
    } catch (OverlappingFileLockException e) {
      // this library was loaded before, which holds it
    } catch (IOException e) {
      // somebody else's cache, used as it is
    }
  }

  /** Whether another program uses it, or this one. */
  public static synchronized boolean isUsed(Path folder) {
    if (HELD.containsKey(folder)) {
      return true; // closing a further channel of the file would take our lock back
    }
    try (FileChannel channel = open(folder);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether no program uses it but this one. */
  public static synchronized boolean isUsedByThisAlone(Path folder) {
    FileChannel own = HELD.get(folder);
    if (own == null) {
      return false;
    }
    try {
      own.close(); // and with it the lock
      HELD.remove(folder);
      return !isUsed(folder);
    } catch (IOException e) {
      return false;
    } finally {
      begin(folder);
    }
  }

  /**
   * Removes it with all that is in it.
   *
   * @param evenIfUsedHere whether to do so, too, where this program is the only one that uses it
   * @return false where a program uses it, or it cannot be removed
   */
  public static synchronized boolean remove(Path folder, boolean evenIfUsedHere) {
    try {
      if (evenIfUsedHere && HELD.containsKey(folder)) {
        HELD.remove(folder).close();
      }
      if (HELD.containsKey(folder)) {
        return false;
      }
      try (FileChannel channel = open(folder);
          FileLock lock = channel.tryLock()) {
        if (lock == null) {
          return false;
        }
        // In one step: whoever comes while it is deleted makes another one.
        Path removed =
            folder.resolveSibling(
                ".old-" + ProcessHandle.current().pid() + "-" + folder.getFileName());
        Files.move(folder, removed, StandardCopyOption.ATOMIC_MOVE);
        TemporaryFolder.delete(removed);
        return true;
      }
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolveSibling(folder.getFileName() + ".lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }
}
