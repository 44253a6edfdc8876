package dev.openmodal.bridge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the notebook that this JVM is the kernel of, if it is one. */
public final class Notebooks {
  private static volatile @Nullable Notebook current;

  private Notebooks() {}

  /** The notebook, once the kernel has been set up. */
  public static Optional<Notebook> current() {
    return Optional.ofNullable(current);
  }

  /** To be called by what sets a kernel up. */
  public static void install(Notebook notebook) {
    current = notebook;
  }
}
