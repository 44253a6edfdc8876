package dev.openmodal.bridge;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where the one jar that users get is: the jar that this class came from. */
public final class OneJar {
  private OneJar() {}

  /** The jar, or nothing where the classes lie on a class path of folders, as in our own tests. */
  public static Optional<Path> path() {
    CodeSource source = OneJar.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      File file = new File(source.getLocation().toURI());
      return file.isFile() ? Optional.of(file.toPath().toAbsolutePath()) : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty(); // not a file
    }
  }

  /**
   * Where the nested jars are unpacked, for the property {@code openmodal.lib} of a worker, which
   * takes them if it runs from the same jar; or nothing where they are not nested.
   *
   * @param ofEngine a class that came from one of them
   */
  public static Optional<String> unpacked(Class<?> ofEngine) {
    return ofEngine.getClassLoader() instanceof NestedJarLoader loader
        ? Optional.of(loader.unpacked())
        : Optional.empty();
  }

  /** The version that the jar states, or {@code development} where the classes lie in folders. */
  public static String version() {
    String version = OneJar.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
