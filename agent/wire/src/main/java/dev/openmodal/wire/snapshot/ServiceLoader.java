package dev.openmodal.wire.snapshot;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * What a call of a service sees beside its own classes: those of the service, then those of its own
 * class path.
 */
final class ServiceLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final ClassLoader environment;

  ServiceLoader(ClassLoader service, ClassLoader environment) {
    super(service);
    this.environment = environment;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    return environment.loadClass(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return environment.getResource(name);
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return environment.getResources(name);
  }
}
