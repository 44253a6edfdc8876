package dev.openmodal.bridge;

import org.jspecify.annotations.Nullable;

/** Runs one input of a map in this JVM. */
@FunctionalInterface
public interface LocalRun {
  /** Throws what the code throws. */
  @Nullable Object run() throws Throwable;
}
