package dev.openmodal.wire.snapshot;

import dev.openmodal.wire.codec.ClassFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Defines the classes of one snapshot, once for each instance of it, so that statics are shared
 * with nobody. A class that the snapshot holds comes from there even if the class path has one of
 * its name.
 */
public final class SnapshotLoader extends ClassLoader implements ClassFiles {
  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> classes;

  /**
   * @param classes by binary name
   * @param environment finds all other classes
   */
  public SnapshotLoader(Map<String, byte[]> classes, ClassLoader environment) {
    super(environment); // without a name, which would stand before each line of a trace
    this.classes = classes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!classes.containsKey(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = ofClassFile(name);
    return bytes != null ? new ByteArrayInputStream(bytes) : super.getResourceAsStream(name);
  }

  private byte @Nullable [] ofClassFile(String resource) {
    String suffix = ".class";
    return resource.endsWith(suffix)
        ? classes.get(resource.substring(0, resource.length() - suffix.length()).replace('/', '.'))
        : null;
  }

  @Override
  public byte @Nullable [] bytesOf(Class<?> type) {
    if (type.getClassLoader() == this) {
      return classes.get(type.getName());
    }
    String resource = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }
}
