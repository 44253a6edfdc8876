package dev.openmodal.bridge;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the library and what it uses from the jars inside the one jar. It shares the platform and
 * the packages {@code dev.openmodal} and {@code dev.openmodal.bridge} with the user's class path
 * and sees nothing else of it, so that the user's own versions of our libraries and ours never
 * meet.
 */
final class NestedJarLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** The groups of jars that every client needs. */
  private static final List<String> OF_EVERYBODY = List.of("engine", "agent");

  private final ClassLoader shared;

  private final ClassPack[] packs;
  private final ProtectionDomain[] domains;
  private final String loadedFrom = state();
  private final Queue<String> defined = new ConcurrentLinkedQueue<>();

  private NestedJarLoader(
      String name, List<ClassPack> packs, ClassLoader shared, ClassLoader parent) {
    super(name, urls(packs), parent);
    this.shared = shared;
    this.packs = packs.toArray(ClassPack[]::new);
    this.domains = new ProtectionDomain[this.packs.length];
    for (int i = 0; i < domains.length; i++) {
      CodeSource source = new CodeSource(url(this.packs[i].path()), (Certificate[]) null);
      domains[i] = new ProtectionDomain(source, null, this, null);
    }
  }

  /** What a client needs: everything. */
  static ClassLoader forEngine() {
    return load("openmodal-engine", OF_EVERYBODY);
  }

  /** What a worker needs; from where its client has it unpacked, if the client says so. */
  static ClassLoader forAgent() {
    String unpacked = System.getProperty("openmodal.lib", "");
    String state = state() + ":"; // another jar since then is another build
    Optional<ClassPack> pack =
        unpacked.startsWith(state)
            ? ClassPack.open(
                NestedJars.packOf(Path.of(unpacked.substring(state.length())), "agent"))
            : Optional.empty();
    if (pack.isEmpty()) {
      return load("openmodal-agent", List.of("agent"));
    }
    QuietLibraries.prepare();
    return new NestedJarLoader(
        "openmodal-agent",
        List.of(pack.get()),
        NestedJarLoader.class.getClassLoader(),
        ClassLoader.getPlatformClassLoader());
  }

  /**
   * What each provider needs that has libraries of its own, in a loader above the engine's. Nothing
   * of a library is loaded before its provider is used.
   */
  List<ClassLoader> forProviders() {
    try (JarFile jar = new JarFile(OneJar.path().orElseThrow().toFile())) {
      NestedJars nested = NestedJars.of(jar);
      List<ClassLoader> loaders = new ArrayList<>();
      for (String group : nested.groups().filter(group -> !OF_EVERYBODY.contains(group)).toList()) {
        loaders.add(
            new NestedJarLoader(
                "openmodal-" + group, nested.unpack(jar, List.of(group)), shared, this));
      }
      return loaders;
    } catch (IOException e) {
      throw cannotUnpack(e);
    }
  }

  /** Whether this is the one jar, with others in it. */
  static boolean isPacked() {
    Optional<Path> oneJar = OneJar.path();
    if (oneJar.isEmpty()) {
      return false;
    }
    try (JarFile jar = new JarFile(oneJar.get().toFile())) {
      return !NestedJars.of(jar).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static ClassLoader load(String name, List<String> groups) {
    ClassLoader own = NestedJarLoader.class.getClassLoader();
    Optional<Path> oneJar = OneJar.path();
    QuietLibraries.prepare();
    if (oneJar.isEmpty()) {
      return own;
    }
    try (JarFile jar = new JarFile(oneJar.get().toFile())) {
      NestedJars nested = NestedJars.of(jar);
      return nested.isEmpty()
          ? own
          : new NestedJarLoader(
              name, nested.unpack(jar, groups), own, ClassLoader.getPlatformClassLoader());
    } catch (IOException e) {
      throw cannotUnpack(e);
    }
  }

  private static OpenModalException cannotUnpack(IOException e) {
    return new OpenModalException(
        ErrorCode.SETUP,
        "The jars inside "
            + OneJar.path().orElseThrow()
            + " cannot be unpacked: "
            + e
            + ". Make room there, or name another folder by OPENMODAL_HOME.",
        e);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isShared(name)) {
      return shared(name);
    }
    if (name.startsWith("java.")) {
      return super.loadClass(name, resolve);
    }
    // Ours before the platform's: its loader also sees modules that --add-modules adds.
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      if (type == null) {
        type = define(name);
      }
      if (type == null) {
        return super.loadClass(name, resolve);
      }
      if (resolve) {
        resolveClass(type);
      }
      return type;
    }
  }

  private Class<?> shared(String name) {
    try {
      return shared.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          "The jar lacks "
              + name
              + ", a class of this library. What packed the program left it out, as minimizeJar does:"
              + " let it keep all of dev.openmodal:openmodal.",
          e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    throw new ClassNotFoundException(name); // it was looked for before the platform was asked
  }

  private @Nullable Class<?> define(String name) {
    for (int i = 0; i < packs.length; i++) {
      byte[] bytes = packs[i].find(name);
      if (bytes != null) {
        defined.add(name);
        return defineClass(name, bytes, 0, bytes.length, domains[i]);
      }
    }
    return null;
  }

  private static boolean isShared(String name) {
    if (!name.startsWith("dev.openmodal.")) {
      return false;
    }
    String packageName = name.substring(0, name.lastIndexOf('.'));
    return packageName.equals("dev.openmodal") || packageName.equals("dev.openmodal.bridge");
  }

  /** The names of the classes that it has defined so far, in that order. */
  List<String> defined() {
    return List.copyOf(defined);
  }

  /** Where the jars are, as a worker of this very jar is told. */
  String unpacked() {
    return loadedFrom + ":" + beside("");
  }

  /** The pack of the agent's classes and the jars that it was made of. */
  List<Path> filesForAgent() {
    List<Path> files = new ArrayList<>();
    for (ClassPack pack : packs) {
      if (pack.path().equals(NestedJars.packOf(beside(""), "agent"))) {
        files.add(pack.path());
        files.addAll(pack.jars());
      }
    }
    return files.isEmpty() && getParent() instanceof NestedJarLoader parent
        ? parent.filesForAgent()
        : files;
  }

  /** The one jar's length and time. */
  private static String state() {
    return OneJar.path()
        .map(jar -> jar.toFile().length() + "-" + jar.toFile().lastModified())
        .orElse("none");
  }

  /** A file beside the jars. */
  Path beside(String name) {
    return packs[0].path().resolveSibling(name);
  }

  private static URL[] urls(List<ClassPack> packs) {
    List<URL> urls = new ArrayList<>();
    for (ClassPack pack : packs) {
      for (Path jar : pack.jars()) {
        urls.add(url(jar));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file has a URL", e);
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Map<String, URL> all = new LinkedHashMap<>();
    for (Enumeration<URL> some : List.of(findResources(name), super.getResources(name))) {
      for (URL url : Collections.list(some)) {
        all.putIfAbsent(url.toString(), url);
      }
    }
    return Collections.enumeration(all.values());
  }
}
