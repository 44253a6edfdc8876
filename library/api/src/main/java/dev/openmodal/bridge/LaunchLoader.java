package dev.openmodal.bridge;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Defines the classes of a program that was compiled in memory. They come first; then those of its
 * class path, and those of the working folder where that is the class path.
 */
final class LaunchLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> classes;
  private final ProtectionDomain domain;

  LaunchLoader(Launch.Program program, @Nullable ClassLoader classPath) {
    super(program.seesWorkingFolder() ? new URL[] {url(Path.of(""))} : new URL[0], classPath);
    this.classes = program.classes();
    this.domain =
        new ProtectionDomain(
            new CodeSource(url(Path.of(program.file())), (Certificate[]) null), null, this, null);
  }

  private static URL url(Path file) {
    try {
      return new File(file.toString()).getAbsoluteFile().toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file has a URL", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length, domain);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    String suffix = ".class";
    byte[] bytes =
        name.endsWith(suffix)
            ? classes.get(name.substring(0, name.length() - suffix.length()).replace('/', '.'))
            : null;
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }
}
