package dev.openmodal.engine.program;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The class path of a program: as it was asked for, else the environment variable {@code
 * CLASSPATH}, else the working folder. The latter does not travel, wherever it stands: it may hold
 * all that somebody has, and is looked at where the program runs.
 *
 * @param text as {@code java} understands it
 */
public record ProgramClassPath(String text) {
  private static final String WORKING_FOLDER = ".";

  /**
   * The one of a program.
   *
   * @param asked empty where nothing was
   */
  public static ProgramClassPath of(Optional<String> asked) {
    String variable = System.getenv("CLASSPATH");
    return new ProgramClassPath(
        asked.orElse(variable == null || variable.isEmpty() ? WORKING_FOLDER : variable));
  }

  /** Whether the working folder is on it. */
  public boolean hasWorkingFolder() {
    return entries().stream().anyMatch(ProgramClassPath::isWorkingFolder);
  }

  private static boolean isWorkingFolder(Path entry) {
    return entry.toAbsolutePath().normalize().equals(Path.of("").toAbsolutePath().normalize());
  }

  /** Sees what travels. */
  public ClassLoader loader(ClassLoader parent) {
    List<URL> urls = new ArrayList<>();
    for (Path entry : entries()) {
      if (!isWorkingFolder(entry)) {
        try {
          urls.add(entry.toUri().toURL());
        } catch (MalformedURLException e) {
          throw new IllegalStateException("a file has a URL", e);
        }
      }
    }
    return new URLClassLoader(urls.toArray(new URL[0]), parent);
  }

  private List<Path> entries() {
    List<Path> entries = new ArrayList<>();
    for (String part : text.split(File.pathSeparator, -1)) {
      if (part.equals("*") || part.endsWith(File.separator + "*")) {
        entries.addAll(jarsIn(Path.of(part.substring(0, part.length() - 1))));
      } else {
        entries.add(Path.of(part)); // an empty one is the working folder
      }
    }
    return entries;
  }

  private static List<Path> jarsIn(Path folder) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      return List.of(); // as java does: what is not there has no classes
    }
    return jars;
  }
}
