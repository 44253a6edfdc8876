package dev.openmodal.engine.pool;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a client keeps large values while they travel: one folder a client, deleted with it. */
public final class RunFolder {
  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * This client's folder, which is made when it is needed. Deletes the folders of clients that were
   * killed.
   *
   * @param all the folder that holds them
   */
  public static RunFolder ofThisClient(Path all) {
    left(all).forEach(RunFolder::delete);
    RunFolder own = new RunFolder(all.resolve(Long.toString(ProcessHandle.current().pid())));
    own.delete(); // of a client that was killed and had this number
    return own;
  }

  /** Those of clients that were killed. */
  public static List<RunFolder> left(Path all) {
    List<RunFolder> left = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, "[0-9]*")) {
      for (Path folder : folders) {
        if (!belongsToALivingClient(folder)) {
          left.add(new RunFolder(folder));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // for the next one to see
    }
    return left;
  }

  private static boolean belongsToALivingClient(Path folder) {
    try {
      long pid = Long.parseLong(folder.getFileName().toString());
      Optional<ProcessHandle> client = ProcessHandle.of(pid);
      return client.isPresent() && client.get().isAlive();
    } catch (NumberFormatException e) {
      return true; // not one of ours
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** Deletes it with what is in it. */
  public void delete() {
    File[] files = path.toFile().listFiles();
    if (files != null) {
      for (File file : files) {
        file.delete();
      }
    }
    path.toFile().delete();
  }
}
