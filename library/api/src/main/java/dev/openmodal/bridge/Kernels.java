package dev.openmodal.bridge;

import java.util.ServiceLoader;

/** Finds the kind of notebook kernel that this JVM is, and sets it up. */
public final class Kernels {
  private Kernels() {}

  /** Does nothing where this is no kernel, or one that is set up. */
  public static synchronized void install() {
    if (Notebooks.current().isPresent()) {
      return;
    }
    for (KernelSetup kernel :
        ServiceLoader.load(KernelSetup.class, Kernels.class.getClassLoader())) {
      if (kernel.isHere()) {
        try {
          kernel.setUp();
        } catch (ReflectiveOperationException | LinkageError e) {
          throw new IllegalStateException(
              "OpenModal does not know this version of the kernel. Calls work, after: import static"
                  + " dev.openmodal.OpenModal.*; import dev.openmodal.*;",
              e);
        }
        return;
      }
    }
  }
}
