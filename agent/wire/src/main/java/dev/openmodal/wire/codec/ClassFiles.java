package dev.openmodal.wire.codec;

import org.jspecify.annotations.Nullable;

/** Gives the class file of a class as it stands now; plain lambdas are read from it. */
@FunctionalInterface
public interface ClassFiles {
  /**
   * The bytes of a class.
   *
   * @param type a class of the user or of a library
   * @return its class file, or null where it cannot be had
   */
  byte @Nullable [] bytesOf(Class<?> type);
}
