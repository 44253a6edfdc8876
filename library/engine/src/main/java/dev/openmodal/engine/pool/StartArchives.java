package dev.openmodal.engine.pool;

import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.ArchiveStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Class-data archives, one for each Java that workers run on: what a JVM has parsed and verified of
 * the classes that every worker loads, in a file that the JVMs of later workers map instead. It is
 * made once on a machine, by a worker of its own that gets out of everybody's way, when a worker
 * has become idle.
 */
final class StartArchives {
  private static final Duration IDLE = Duration.ofSeconds(3);

  /** Options with which a JVM would not take the archive, or that say what it is to take. */
  private static final Pattern OTHERWISE =
      Pattern.compile(
          "-Xshare:(?!auto$).*|-Xbootclasspath.*|-agent.*|-javaagent.*|--limit-modules.*"
              + "|--(upgrade-module-path|patch-module).*|-Djava\\.system\\.class\\.loader.*"
              + "|-XX:.*(Archive|SharedClass|AOT|CDS|UseCompressed|ObjectAlignment|Flags=).*"
              + "|-XX:[-+]Use(?!Serial)\\w*GC|-XX:-UseSerialGC|@.*");

  private final Path agentJar;
  private final Optional<ArchiveStore> store;
  private final Alarms alarms;
  private final ArchiveMaker maker;

  /** Runs a worker that leaves an archive. */
  @FunctionalInterface
  interface ArchiveMaker {
    /**
     * Returns when the worker has ended by itself.
     *
     * @param like has the app and the Java
     * @param to where the archive is to be
     */
    void make(PoolKey like, String to) throws IOException, InterruptedException;
  }

  /**
   * @param store where workers see them; empty where they use none
   */
  StartArchives(Path agentJar, Optional<ArchiveStore> store, Alarms alarms, ArchiveMaker maker) {
    this.agentJar = agentJar;
    this.store = store;
    this.alarms = alarms;
    this.maker = maker;
  }

  /** The options of a worker's JVM, with the archive if there is one that suits them. */
  List<String> optionsOf(PoolKey key) {
    Optional<String> archive = isWithout(key) ? find(key.javaHome()) : Optional.empty();
    if (archive.isEmpty()) {
      return key.jvmOptions();
    }
    List<String> options = new ArrayList<>();
    options.add("-XX:SharedArchiveFile=" + archive.get());
    options.add("-Xlog:cds=off"); // a JVM that does not take it starts without, and says nothing
    options.addAll(key.jvmOptions());
    return options;
  }

  /** The archive for that Java, read when it is asked for first. */
  Optional<String> find(Path javaHome) {
    return store.flatMap(kept -> kept.find(javaHome, agentJar));
  }

  /** A worker that was started with the archive has not come up: the archive may be why. */
  void distrust(PoolKey key) {
    if (isWithout(key)) {
      store.ifPresent(kept -> kept.distrust(key.javaHome(), agentJar));
    }
  }

  /** A worker has become idle for the first time: once it stays so, the archive is made. */
  void whenIdle(PoolKey key, Worker worker) {
    alarms.after(
        IDLE,
        () -> {
          if (worker.isIdle()) {
            OwnThreads.daemon("openmodal-archive", () -> make(key)).start();
          } else if (!worker.isClosed()) {
            whenIdle(key, worker);
          }
        });
  }

  private void make(PoolKey key) {
    if (isWithout(key)) {
      store.ifPresent(
          kept -> kept.make(key.javaHome(), agentJar, unfinished -> maker.make(key, unfinished)));
    }
  }

  /** Whether no option stands in the way. */
  static boolean isWithout(PoolKey key) {
    return key.jvmOptions().stream().noneMatch(option -> OTHERWISE.matcher(option).matches());
  }
}
