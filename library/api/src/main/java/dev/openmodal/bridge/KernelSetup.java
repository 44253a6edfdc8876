package dev.openmodal.bridge;

/**
 * Sets up one kind of notebook kernel that has no way to find us by itself. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface KernelSetup {
  /** Whether this JVM is such a kernel. */
  boolean isHere();

  /**
   * Lets it show what we show, and adds our magics and imports. Called once.
   *
   * @throws ReflectiveOperationException where the kernel is other than we know it
   */
  void setUp() throws ReflectiveOperationException;
}
