package dev.openmodal.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where class-data archives are kept, one for each Java and this build: what a JVM has parsed and
 * verified of the classes that every worker loads.
 */
public interface ArchiveStore {
  /** Runs an instance that leaves an archive when it ends. */
  @FunctionalInterface
  interface Maker {
    /**
     * Returns when the instance has ended by itself.
     *
     * @param archive where it is to leave the archive, as it sees it
     * @throws IOException if it has not ended by itself: what it wrote may not be whole
     */
    void make(String archive) throws IOException, InterruptedException;
  }

  /**
   * The archive for that Java, as instances see it.
   *
   * @param javaHome the Java of this machine
   * @param agentJar the one jar
   */
  Optional<String> find(Path javaHome, Path agentJar);

  /** Makes it, unless it is there, another client is at it, or it was tried in vain. */
  void make(Path javaHome, Path agentJar, Maker maker);

  /** An instance that was given it has not come up: it may be why. */
  void distrust(Path javaHome, Path agentJar);
}
