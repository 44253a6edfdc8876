package dev.openmodal.spi;

/** What a provider can do or enforce; anything else is refused before it is started. */
public enum ProviderCapability {
  /** Ends an instance that takes more memory than asked for. */
  MEMORY_LIMIT,
  /** Holds an instance to its share of CPU time. */
  CPU_LIMIT,
  /**
   * Runs containers, and enforces what is asked of them ({@link dev.openmodal.ContainerOptions}).
   */
  CONTAINERS,
  /** Has GPUs, or finds out before it starts an instance whether it has. */
  GPU,
  /** Runs a Java from a folder of this machine ({@code javaHome}). */
  LOCAL_JAVA_HOME,
  /**
   * Delivers what the instance's processes write at once, so that a call's output can be completed
   * by a mark.
   */
  PROMPT_LOGS,
  /**
   * The instance sees the files of this machine by the same paths and with the same rights, so that
   * large values need not travel.
   */
  SHARED_FILES
}
