package dev.openmodal.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One place where instances run: child JVMs, a Docker Engine, a Kubernetes cluster. An
 * implementation is found by {@link java.util.ServiceLoader}, does nothing in its constructor, and
 * states what it can do; the engine refuses the rest in one place, before anything is started.
 */
public interface CloudProvider extends AutoCloseable {
  /** The word by which users choose it, such as {@code process}. */
  String name();

  /** What that place is, in a few words, such as {@code child JVMs on this machine}. */
  String description();

  /** What it can do and enforce. */
  Set<ProviderCapability> capabilities();

  /**
   * For which machines the Java of its instances has to be, as images name it: {@code linux/amd64};
   * empty where that is this machine.
   */
  default Optional<String> platform() {
    return Optional.empty();
  }

  /**
   * Told once, when it is the one that is used: it may look around, aside, for what its first
   * instance will need.
   */
  default void prepare() {}

  /** What {@code openmodal doctor} says of this place; changes nothing. */
  default List<Finding> findings() {
    return List.of();
  }

  /**
   * What is kept there for later instances and can be made again, whoever has made it; empty where
   * that place cannot be reached.
   */
  default List<KeptItem> kept() {
    return List.of();
  }

  /**
   * Removes one of {@link #kept}, unless an instance uses it. Clients that run are not hurt: they
   * make it again.
   *
   * @return whether it is gone
   */
  default boolean remove(KeptItem item) {
    return false;
  }

  /**
   * How many instances of one pool may be starting at a time; as many as are wanted by default.
   * Where they share the processors of one machine, those before are ready sooner if the others
   * wait.
   */
  default int mostStarting() {
    return Integer.MAX_VALUE;
  }

  /**
   * Where archives are kept that its instances see; empty where they see the files of this machine,
   * or use none.
   */
  default Optional<ArchiveStore> archives() {
    return Optional.empty();
  }

  /**
   * Where jars of class paths are kept that all its instances see; empty where each is sent its
   * own, or finds them on this machine.
   */
  default Optional<JarStore> jars() {
    return Optional.empty();
  }

  /**
   * How long an instance lives on when its agent hears nothing of this client; empty where the
   * instance notices by other means that the client is gone.
   */
  default Optional<Duration> lease() {
    return Optional.empty();
  }

  /**
   * Starts an instance: a process, a container or a pod that runs one agent.
   *
   * @return the instance, whose agent may still be starting
   * @throws dev.openmodal.OpenModalException with {@code WORKER_START} if it cannot be started
   */
  Instance createInstance(InstanceSpec spec);

  /** Deletes what this client created here and is still there. */
  @Override
  void close();
}
