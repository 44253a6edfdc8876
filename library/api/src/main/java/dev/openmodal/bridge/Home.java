package dev.openmodal.bridge;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The library's own folder, for this user alone: {@code ~/.openmodal}, or where {@code
 * -Dopenmodal.home} or {@code OPENMODAL_HOME} says. A user without a home that can be written to
 * gets a folder under the temporary folder, named after the user. A folder that belongs to somebody
 * else is never used.
 */
public final class Home {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static @Nullable Path folder;

  private Home() {}

  /**
   * The folder, made if it is missing.
   *
   * @throws OpenModalException with {@link ErrorCode#SETUP} if the folder that the user names
   *     cannot be used, or none can
   */
  public static synchronized Path folder() {
    if (folder == null || !Files.isDirectory(folder)) {
      folder = find();
    }
    return folder;
  }

  /** What can be made again: unpacked jars, jars of environments. */
  public static Path cache() {
    return inside("cache");
  }

  /** What belongs to running clients and workers. */
  public static Path run() {
    return inside("run");
  }

  /** Logs. */
  public static Path log() {
    return inside("log");
  }

  private static Path inside(String name) {
    Path inside = folder().resolve(name);
    try {
      Files.createDirectories(inside);
    } catch (IOException e) {
      throw new OpenModalException(
          ErrorCode.SETUP, inside + " cannot be made: " + e + ". Make it a folder of yours.", e);
    }
    return inside;
  }

  private static Path find() {
    String named = System.getProperty("openmodal.home", System.getenv("OPENMODAL_HOME"));
    if (named != null && !named.isEmpty()) {
      Path path = Path.of(named).toAbsolutePath();
      if (!isUsable(path)) {
        throw new OpenModalException(
            ErrorCode.SETUP,
            "The folder "
                + path
                + " (openmodal.home or OPENMODAL_HOME) cannot be made, cannot be"
                + " written to or belongs to another user. Name a folder of yours.");
      }
      return path;
    }
    for (Path path : candidates()) {
      if (isUsable(path)) {
        return path;
      }
    }
    return temporary();
  }

  /** Java takes user.home from the password file; where the user has no entry it is {@code ?}. */
  private static List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    for (String home :
        new @Nullable String[] {System.getProperty("user.home"), System.getenv("HOME")}) {
      if (home != null
          && !home.isEmpty()
          && !home.equals("?")
          && Files.isDirectory(Path.of(home))) {
        candidates.add(Path.of(home, ".openmodal").toAbsolutePath());
      }
    }
    candidates.add(Path.of(System.getProperty("java.io.tmpdir"), "openmodal-" + user()));
    return candidates;
  }

  private static Path temporary() {
    try {
      return TemporaryFolder.create("home").path();
    } catch (IOException e) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          "Neither the home folder nor the temporary folder "
              + System.getProperty("java.io.tmpdir")
              + " can be written to: "
              + e
              + ". Name a folder of yours by OPENMODAL_HOME.",
          e);
    }
  }

  private static boolean isUsable(Path path) {
    try {
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        makeFolder(path);
      }
      return Files.isDirectory(path) && isMine(path) && Files.isWritable(path);
    } catch (IOException | SecurityException e) {
      return false;
    }
  }

  private static void makeFolder(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      if (isPosix(path.getRoot())) {
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } else {
        Files.createDirectory(path);
      }
    } catch (java.nio.file.FileAlreadyExistsException e) {
      // another JVM was first
    }
  }

  /** Whether the folder belongs to this user; takes away what others may do in it. */
  private static boolean isMine(Path path) throws IOException {
    if (!isPosix(path)) {
      return true;
    }
    Object owner = Files.getAttribute(path, "unix:uid");
    if (!owner.equals(uid())) {
      return false;
    }
    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
    if (!OWNER_ONLY.containsAll(permissions)) {
      permissions.retainAll(OWNER_ONLY);
      Files.setPosixFilePermissions(path, permissions);
    }
    return true;
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** A name for this user that needs no entry in the password file. */
  static String user() {
    try {
      return uid().toString();
    } catch (IOException | UnsupportedOperationException e) {
      return System.getProperty("user.name", "user")
          .replaceAll("[^A-Za-z0-9]", "_")
          .toLowerCase(Locale.ROOT);
    }
  }

  /** Java has no call for it: the owner of what this process makes, or of the process itself. */
  private static Object uid() throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)) {
      return Files.getAttribute(self, "unix:uid");
    }
    Path probe = Files.createTempFile("openmodal-", ".probe");
    try {
      return Files.getAttribute(probe, "unix:uid");
    } finally {
      Files.delete(probe);
    }
  }
}
