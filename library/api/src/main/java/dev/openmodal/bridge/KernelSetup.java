package dev.openmodal.bridge;

/**
 * Sets up one kind of notebook kernel that has no way to find us by itself. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface KernelSetup {
  /** Whether this JVM is such a kernel. */
  boolean isHere();

  /**
   * Adds our magics and imports and, when that is done, installs the {@link Notebook}, by which it
   * is known that nothing is left to do.
   *
   * @throws ReflectiveOperationException where the kernel is other than we know it
   */
  void setUp() throws ReflectiveOperationException;
}
