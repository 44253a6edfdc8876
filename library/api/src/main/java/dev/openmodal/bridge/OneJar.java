package dev.openmodal.bridge;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Where the one jar that users get is: the jar that this class came from. */
public final class OneJar {
  private static final String VERSION = "META-INF/openmodal/version";

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

  /** Where it is if that is no file, as with a jar inside another one or with jlink. */
  static Optional<String> inAnother() {
    CodeSource source = OneJar.class.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? Optional.empty()
        : Optional.of(source.getLocation().toString()).filter(url -> !url.startsWith("file:"));
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

  /**
   * The loaders that providers are looked for in: the engine's, and one for each provider that has
   * libraries of its own.
   *
   * @param engine the loader of the engine
   */
  public static List<ClassLoader> ofProviders(ClassLoader engine) {
    List<ClassLoader> loaders = new ArrayList<>(List.of(engine));
    if (engine instanceof NestedJarLoader nested) {
      loaders.addAll(nested.forProviders());
    }
    return loaders;
  }

  /**
   * The unpacked files that a worker needs; none where they are not nested.
   *
   * @param ofEngine a class that came from one of them, or of a provider's
   */
  public static List<Path> unpackedForAgent(Class<?> ofEngine) {
    ClassLoader loader = ofEngine.getClassLoader();
    while (loader != null && !(loader instanceof NestedJarLoader)) {
      loader = loader.getParent();
    }
    return loader instanceof NestedJarLoader nested ? nested.filesForAgent() : List.of();
  }

  /**
   * The property {@code openmodal.lib} of a worker for which jar and unpacked files were copied.
   *
   * @param lastModified the copy's time in seconds
   * @param unpacked the folder of the copied files there
   */
  public static String unpackedElsewhere(Path jar, long lastModified, String unpacked) {
    return jar.toFile().length() + "-" + 1000 * lastModified + ":" + unpacked;
  }

  /** The version that the jar states, or {@code development} where the classes lie in folders. */
  public static String version() {
    Optional<Path> path = path();
    if (path.isEmpty()) {
      return "development";
    }
    // Not from the manifest: that of a jar which a program was packed into is the program's.
    try (JarFile jar = new JarFile(path.get().toFile());
        InputStream version = jar.getInputStream(new ZipEntry(VERSION))) {
      return version == null
          ? "development"
          : new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    }
  }
}
