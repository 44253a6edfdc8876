package dev.openmodal.wire.snapshot;

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
}
