package dev.openmodal.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of this machine to which containers may write: on a file system that is mounted {@code
 * nosuid}, where there is one, so that a program that a container's root leaves there has the
 * rights of who runs it here.
 */
final class NosuidFolder {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private NosuidFolder() {}

  /** The first that is; that for temporary files if none is. */
  static Path best() throws IOException {
    List<Path> candidates = new ArrayList<>();
    String own = System.getenv("XDG_RUNTIME_DIR");
    if (own != null && own.startsWith("/")) {
      candidates.add(Path.of(own));
    }
    candidates.add(Path.of("/dev/shm"));
    candidates.add(Path.of(System.getProperty("java.io.tmpdir")));
    List<String> mounts = Files.isReadable(MOUNTS) ? Files.readAllLines(MOUNTS) : List.of();
    return candidates.stream()
        .filter(folder -> Files.isWritable(folder) && isNosuid(folder, mounts))
        .findFirst()
        .orElse(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Whether the file system of a folder is.
   *
   * @param mounts the lines of {@code /proc/PID/mountinfo}: the fifth word of each is where it is
   *     mounted, the sixth how
   */
  static boolean isNosuid(Path folder, List<String> mounts) {
    String options = "";
    int longest = -1;
    for (String line : mounts) {
      String[] words = line.split(" ", -1);
      Path at = Path.of(words[4].replace("\\040", " "));
      // A later line hides an earlier one of the same place.
      if (folder.startsWith(at) && at.getNameCount() >= longest) {
        longest = at.getNameCount();
        options = words[5];
      }
    }
    return List.of(options.split(",")).contains("nosuid");
  }
}
