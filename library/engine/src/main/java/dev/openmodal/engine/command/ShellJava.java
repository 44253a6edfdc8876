package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * A JDK that has a jshell.
 *
 * @param jshell the program
 * @param feature such as 17
 */
record ShellJava(Path jshell, int feature) {
  /** Its folder. */
  Path home() {
    return jshell.resolve("../..").normalize();
  }

  private static final String NEXT =
      "Install a JDK, such as the package openjdk-17-jdk-headless, or name one by --java HOME.";

  /**
   * The jshell of that JDK; without one, of this JVM or else of the PATH.
   *
   * @throws OpenModalException with {@link ErrorCode#SETUP} if there is none
   */
  static ShellJava in(Optional<Path> home) {
    if (home.isPresent()) {
      return at(home.get())
          .orElseThrow(() -> new OpenModalException(ErrorCode.SETUP, missing(home.get())));
    }
    Path own = Path.of(System.getProperty("java.home"));
    return at(own)
        .or(ShellJava::onPath)
        .orElseThrow(() -> new OpenModalException(ErrorCode.SETUP, missing(own)));
  }

  private static String missing(Path home) {
    return "There is no jshell in " + home + "/bin. " + NEXT;
  }

  private static Optional<ShellJava> at(Path home) {
    for (String name : new String[] {"jshell", "jshell.exe"}) {
      Path jshell = home.resolve("bin").resolve(name);
      if (Files.isExecutable(jshell)) {
        return Optional.of(new ShellJava(jshell.toAbsolutePath(), feature(home)));
      }
    }
    return Optional.empty();
  }

  private static Optional<ShellJava> onPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(java.io.File.pathSeparator, -1)) {
      Path jshell = Path.of(folder, "jshell");
      try {
        if (!folder.isEmpty() && Files.isExecutable(jshell)) {
          return at(jshell.toRealPath().resolve("../..").normalize());
        }
      } catch (IOException e) {
        // the next folder
      }
    }
    return Optional.empty();
  }

  /** Every JDK states its version in a file; starting it to ask would cost half a second. */
  private static int feature(Path home) {
    Properties release = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
      String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
      return Runtime.Version.parse(version).feature();
    } catch (IOException | IllegalArgumentException e) {
      return Runtime.version().feature();
    }
  }
}
