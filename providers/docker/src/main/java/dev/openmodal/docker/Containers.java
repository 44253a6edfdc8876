package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import dev.openmodal.Image;
import dev.openmodal.bridge.TemporaryFolder;
import dev.openmodal.spi.InstanceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The containers of this client at one Engine. */
final class Containers implements AutoCloseable {
  private static final String GPU_RUNTIME = "nvidia";

  private final DockerEngine engine;
  private final DockerClient docker;
  private final Images images;
  private final ImageCheck check;
  private final Volumes volumes;
  private final Sockets sockets;
  private final EngineEvents events;
  private final Set<ContainerInstance> running = ConcurrentHashMap.newKeySet();

  private Containers(DockerEngine engine) {
    this.engine = engine;
    docker = engine.client();
    images = new Images(engine);
    check = new ImageCheck(docker);
    volumes = new Volumes(docker);
    sockets = new Sockets(engine);
    events = new EngineEvents(docker);
  }

  static Containers of(DockerEngine engine) {
    return new Containers(engine);
  }

  /**
   * Starts one.
   *
   * @throws dev.openmodal.OpenModalException if it cannot be started
   */
  ContainerInstance start(InstanceSpec spec) {
    try {
      spec.container().gpu().ifPresent(this::checkGpu);
      Image asked = spec.container().image().orElseThrow();
      String reference = asked.reference();
      String image = images.resolve(asked);
      List<SharedVolume> shared = List.of(volumes.java(spec), volumes.agent(spec));
      Optional<Path> socketFolder = sockets.folderFor(spec);
      CreateContainerCmd command = ContainerCommand.of(docker, spec, image, shared, socketFolder);
      String id = command.exec().getId();
      ContainerInstance container =
          new ContainerInstance(docker, spec, id, String.valueOf(command.getName()), socketFolder);
      running.add(container);
      var unused =
          container
              .ended()
              .whenComplete(
                  (end, failure) -> {
                    running.remove(container);
                    events.remove(id);
                    socketFolder.ifPresent(TemporaryFolder::delete);
                  });
      try {
        check.check(id, image, reference, spec.javaHome());
        volumes.complete(shared, id, image);
        events.add(id, container);
        container.start();
        return container;
      } catch (IOException | InterruptedException | RuntimeException e) {
        running.remove(container);
        events.remove(id);
        discard(id);
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineFailure.notStarted(spec.app(), new IllegalStateException("interrupted", e));
    } catch (IOException e) {
      throw EngineFailure.notStarted(spec.app(), new java.io.UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw EngineFailure.notStarted(spec.app(), e);
    }
  }

  /** A kind cannot be promised: the Engine does not say which it has. */
  private void checkGpu(String wanted) {
    Map<String, ?> runtimes = engine.info().getRuntimes();
    if (runtimes == null || !runtimes.containsKey(GPU_RUNTIME)) {
      throw EngineFailure.noGpu(wanted, engine);
    }
    if (!wanted.equals("any")) {
      throw EngineFailure.otherGpu(wanted);
    }
  }

  private void discard(String id) {
    try {
      docker.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (RuntimeException e) {
      // it is gone already, or the Engine is
    }
  }

  @Override
  public void close() {
    running.parallelStream().forEach(ContainerInstance::kill);
    events.close();
    engine.close();
  }
}
