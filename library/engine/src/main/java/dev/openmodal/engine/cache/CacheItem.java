package dev.openmodal.engine.cache;

import java.nio.file.Path;

/**
 * One file or folder of the cache.
 *
 * @param what it is, for people
 * @param bytes with all that is in it
 * @param use whether it may go
 */
public record CacheItem(String what, Path path, long bytes, Use use) {
  /** Whether something is used. */
  public enum Use {
    /** By no program that runs. */
    FREE,
    /** By the program that asks, and by no other one. */
    HERE,
    /** By a program that runs. */
    USED
  }
}
