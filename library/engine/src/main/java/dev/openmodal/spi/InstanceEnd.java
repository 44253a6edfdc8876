package dev.openmodal.spi;

/**
 * How an instance ended.
 *
 * @param cause why
 * @param exitCode the exit code of its process; 128 and the signal's number where a signal ended it
 * @param description for people, such as {@code its resident size of 812 MiB passed 768 MiB}
 */
public record InstanceEnd(Cause cause, int exitCode, String description) {
  /** Why an instance ended. */
  public enum Cause {
    /** By itself. */
    EXITED,
    /** By the provider, for taking too much memory. */
    MEMORY,
    /** By {@link Instance#delete}. */
    DELETED
  }
}
