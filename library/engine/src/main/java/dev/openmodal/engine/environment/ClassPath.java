package dev.openmodal.engine.environment;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The jars and class folders that a class loader and its parents offer to user code, in their
 * order, without this library's own jar and without the kernel's.
 */
public final class ClassPath {
  /** One class of each kernel, by which its jar is recognised. */
  private static final List<String> KERNEL_CLASSES =
      List.of(
          "org.dflib.jjava.jupyter.kernel.BaseKernel",
          "org.dflib.jjava.kernel.JavaKernel",
          "org.dflib.jjava.JJava",
          "io.github.spencerpark.jupyter.kernel.BaseKernel",
          "io.github.spencerpark.ijava.IJava",
          "org.rapaio.jupyter.kernel.core.RapaioKernel");

  private static final String OWN_PACKAGES = "dev/openmodal/";

  private final List<String> sources;
  private final List<Path> entries;
  private final Set<Path> own;

  private ClassPath(List<String> sources, List<Path> entries, Set<Path> own) {
    this.sources = sources;
    this.entries = Collections.unmodifiableList(entries);
    this.own = own;
  }

  /**
   * What code of that loader sees.
   *
   * @param api a class of this library's API, whose jar is left out
   */
  public static ClassPath seenFrom(ClassLoader loader, Class<?> api) {
    Set<Path> own = new HashSet<>();
    location(api).filter(jar -> !holdsMore(jar)).ifPresent(own::add);
    for (String kernelClass : KERNEL_CLASSES) {
      try {
        location(Class.forName(kernelClass, false, loader)).ifPresent(own::add);
      } catch (ClassNotFoundException | LinkageError e) {
        // it is not this kernel that runs here
      }
    }
    Deque<Path> todo = new ArrayDeque<>(loaderPaths(loader));
    Set<Path> found = new LinkedHashSet<>();
    while (!todo.isEmpty()) {
      Path path = todo.poll();
      if (own.contains(path) || found.contains(path) || !Files.exists(path)) {
        continue;
      }
      found.add(path);
      List<Path> named = manifestClassPath(path);
      for (int i = named.size() - 1; i >= 0; i--) {
        todo.addFirst(named.get(i));
      }
    }
    return new ClassPath(sources(loader), new ArrayList<>(found), own);
  }

  /**
   * Whether this library's jar is one that a program was packed into, with all that it needs: such
   * a jar is the program's class path.
   */
  private static boolean holdsMore(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return false;
    }
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      return file.stream()
          .map(JarEntry::getName)
          .anyMatch(
              name ->
                  name.endsWith(".class")
                      && !name.startsWith(OWN_PACKAGES)
                      && !name.endsWith("module-info.class"));
    } catch (IOException e) {
      throw unreadable(jar, e);
    }
  }

  /**
   * Whether nothing was added to the loaders since: {@code %jars}, {@code %maven}, {@code /env}.
   */
  public boolean isStillSeenFrom(ClassLoader loader) {
    return sources.equals(sources(loader));
  }

  private static List<String> sources(ClassLoader from) {
    List<String> sources = new ArrayList<>();
    for (ClassLoader loader = from; loader != null; loader = loader.getParent()) {
      sources.add(Integer.toHexString(System.identityHashCode(loader)));
      if (loader instanceof URLClassLoader withUrls) {
        for (URL url : withUrls.getURLs()) {
          sources.add(url.toString());
        }
      }
    }
    return sources;
  }

  /** The files and folders, in their order. */
  public List<Path> entries() {
    return entries;
  }

  /** Whether the class was loaded from one of the entries. */
  public boolean holds(Class<?> type) {
    return location(type).filter(entries::contains).isPresent();
  }

  /** Whether the class is of this library's jar or the kernel's. */
  public boolean leavesOut(Class<?> type) {
    return location(type).filter(own::contains).isPresent();
  }

  private static List<Path> loaderPaths(ClassLoader from) {
    List<List<Path>> levels = new ArrayList<>();
    for (ClassLoader loader = from; loader != null; loader = loader.getParent()) {
      List<Path> level = new ArrayList<>();
      if (loader == ClassLoader.getSystemClassLoader()) {
        level.addAll(listed(System.getProperty("java.class.path", "")));
        level.addAll(modules(System.getProperty("jdk.module.path", "")));
      } else if (loader instanceof URLClassLoader withUrls) {
        for (URL url : withUrls.getURLs()) {
          file(url).ifPresent(level::add);
        }
      }
      levels.add(level);
    }
    Collections.reverse(levels); // parents come first when classes are looked up
    return levels.stream().flatMap(List::stream).toList();
  }

  private static List<Path> listed(String classPath) {
    if (classPath.isEmpty() || classPath.equals(".")) {
      return List.of(); // the JVM's default, not a wish: the working folder may be anything
    }
    List<Path> paths = new ArrayList<>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      if (!part.isEmpty()) {
        paths.add(real(Path.of(part)));
      }
    }
    return paths;
  }

  private static List<Path> modules(String modulePath) {
    List<Path> paths = new ArrayList<>();
    for (Path path : listed(modulePath)) {
      if (!Files.isDirectory(path) || Files.exists(path.resolve("module-info.class"))) {
        paths.add(path);
        continue;
      }
      try (var inside = Files.newDirectoryStream(path, "*.jar")) {
        inside.forEach(jar -> paths.add(real(jar)));
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
    return paths;
  }

  private static List<Path> manifestClassPath(Path jar) {
    if (Files.isDirectory(jar)) {
      return List.of();
    }
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      String listed =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (listed == null) {
        return List.of();
      }
      List<Path> paths = new ArrayList<>();
      for (String part : listed.strip().split("\\s+", -1)) {
        URI uri = jar.toUri().resolve(part);
        if ("file".equals(uri.getScheme())) {
          paths.add(real(Path.of(uri)));
        }
      }
      return paths;
    } catch (IOException e) {
      throw unreadable(jar, e);
    } catch (IllegalArgumentException brokenManifest) {
      return List.of();
    }
  }

  private static Optional<Path> location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? Optional.empty()
        : file(source.getLocation());
  }

  private static Optional<Path> file(URL url) {
    if (!"file".equals(url.getProtocol())) {
      return Optional.empty();
    }
    try {
      return Optional.of(real(Path.of(url.toURI())));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.of(real(Path.of(url.getPath()))); // a URL made from a path with spaces
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException missing) {
      return path.toAbsolutePath().normalize();
    }
  }

  static OpenModalException unreadable(Path path, IOException e) {
    return new OpenModalException(
        ErrorCode.CLASS_PATH_UNREADABLE,
        path
            + " is on the class path but cannot be read ("
            + e.getMessage()
            + "). Make it readable or take it off the class path.",
        e);
  }
}
