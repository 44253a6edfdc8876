package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.openmodal.Image;
import dev.openmodal.bridge.TemporaryFolder;
import dev.openmodal.spi.InstanceSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers of this client at one Engine. */
final class Containers implements AutoCloseable {
  private static final String GPU_RUNTIME = "nvidia";

  /** For so long an Engine that has gone is waited for. */
  private static final Duration RETURN = Duration.ofSeconds(60);

  /** How often, and how long, an Engine is waited for that is in trouble. */
  private static final int MOST_TROUBLES = 5;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private volatile String lastImage = "";

  private final DockerEngine engine;
  private final DockerClient docker;
  private final Images images;
  private final ImageCheck check;
  private final Volumes volumes;
  private final Sockets sockets;
  private final Reach reach;
  private final EngineEvents events;
  private final MadeContainers made;

  private Containers(DockerEngine engine) {
    this.engine = engine;
    docker = engine.client();
    made = new MadeContainers(docker);
    images = new Images(engine);
    check = new ImageCheck(docker);
    volumes = new Volumes(docker);
    sockets = new Sockets(engine);
    reach = new Reach(engine);
    events = new EngineEvents(docker);
  }

  static Containers of(DockerEngine engine) {
    Leftovers.remove(engine.client(), List.of());
    return new Containers(engine);
  }

  /**
   * Starts one. Where the Engine has gone, waits for its return for a while; where an image or a
   * volume has gone that was there before, has it again.
   *
   * @throws dev.openmodal.OpenModalException if it cannot be started
   */
  ContainerInstance start(InstanceSpec spec) {
    boolean isSecond = false;
    int troubles = 0;
    while (true) {
      try {
        return startOnce(spec);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw EngineFailure.notStarted(spec.app(), new IllegalStateException("interrupted", e));
      } catch (IOException e) {
        throw EngineFailure.notStarted(spec.app(), new UncheckedIOException(e));
      } catch (RuntimeException e) {
        if (EngineFailure.isSilence(e)) {
          if (!awaitEngine()) {
            throw EngineFailure.notReached(engine.address(), e);
          }
        } else if (troubles < MOST_TROUBLES && EngineFailure.isTrouble(e)) {
          troubles++;
          pause(spec);
        } else if (!isSecond && EngineFailure.isMissing(e)) {
          isSecond = true;
          volumes.distrust();
        } else {
          throw EngineFailure.notStarted(spec.app(), e);
        }
      }
    }
  }

  private static void pause(InstanceSpec spec) {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineFailure.notStarted(spec.app(), new IllegalStateException("interrupted", e));
    }
  }

  /** Whether the Engine answers again, after a minute at most. */
  private boolean awaitEngine() {
    long end = System.nanoTime() + RETURN.toNanos();
    while (System.nanoTime() - end < 0) {
      try {
        docker.pingCmd().exec();
        Leftovers.remove(docker, made.all());
        return true;
      } catch (RuntimeException stillAway) {
        try {
          Thread.sleep(LOOK_AGAIN.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return false;
  }

  private static Image image(InstanceSpec spec) {
    return spec.container().image().orElseThrow();
  }

  private ContainerInstance startOnce(InstanceSpec spec) throws IOException, InterruptedException {
    spec.container().gpu().ifPresent(this::checkGpu);
    String image = images.resolve(image(spec));
    List<SharedVolume> shared =
        List.of(volumes.java(spec.javaHome()), volumes.agent(spec.agentJar()));
    prepare(spec, image, shared);
    if (!check.hasOpenTmp(image) && !isRoot(user(spec, image))) {
      throw ImageFailure.withoutTmp(image(spec).reference(), user(spec, image));
    }
    Optional<Path> socketFolder = sockets.folderFor(spec);
    CreateContainerCmd command =
        ContainerCommand.of(docker, spec, image, shared, archive(spec), socketFolder);
    lastImage = image;
    // From here to its start nobody but this client would remove it: nothing else is done between.
    String id = made.make(command);
    ContainerInstance container =
        new ContainerInstance(
            docker, spec, id, String.valueOf(command.getName()), socketFolder, reach);
    Runnable over =
        () -> {
          made.gone(id);
          events.remove(id);
          socketFolder.ifPresent(TemporaryFolder::delete);
        };
    var unused = container.ended().whenComplete((end, failure) -> over.run());
    try {
      events.add(id, container);
      container.start();
      return container;
    } catch (InterruptedException | RuntimeException e) {
      over.run();
      made.remove(id);
      throw e;
    }
  }

  /**
   * Looks at an image, and fills the volumes, where that was not done before: through a container
   * that is never started.
   */
  private void prepare(InstanceSpec spec, String image, List<SharedVolume> shared)
      throws IOException {
    if (check.isDone(image, spec.javaHome()) && volumes.areThere(shared)) {
      return;
    }
    volumes.make(shared);
    try {
      through(
          image,
          shared.stream().map(SharedVolume::writableMount).toList(),
          container -> {
            check.check(container, image, image(spec).reference(), spec.javaHome());
            volumes.complete(shared, container);
            return true;
          });
    } finally {
      volumes.removePartial();
    }
  }

  /** Whose rights the worker would have: who was asked for, else the image's. */
  private String user(InstanceSpec spec, String image) {
    return spec.container()
        .user()
        .orElseGet(
            () -> {
              ContainerConfig config = docker.inspectImageCmd(image).exec().getConfig();
              String user = config == null ? null : config.getUser();
              return user == null || user.isEmpty() ? "root" : user;
            });
  }

  private static boolean isRoot(String user) {
    return user.matches("(0|root)(:.*)?");
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

  /** How the volume of the archive is mounted: to be written, to be read, or not at all. */
  private Optional<Mount> archive(InstanceSpec spec) throws IOException {
    boolean isMade = ContainerCommand.makesArchive(spec);
    if (!isMade && !ContainerCommand.hasOption(spec, "-XX:SharedArchiveFile=")) {
      return Optional.empty();
    }
    return Optional.of(
        new Mount()
            .withType(MountType.VOLUME)
            .withSource(volumes.archive(spec.javaHome(), spec.agentJar()))
            .withTarget(VolumeArchives.FOLDER)
            .withReadOnly(!isMade));
  }

  /** What runs there, as images name it. */
  String platform() {
    return images.platform();
  }

  Volumes volumes() {
    return volumes;
  }

  DockerClient docker() {
    return docker;
  }

  /** Whether a volume has a file. */
  boolean hasFile(String volume, String target, String file) throws IOException {
    Mount mount =
        new Mount()
            .withType(MountType.VOLUME)
            .withSource(volume)
            .withTarget(target)
            .withReadOnly(true);
    return through(
        lastImage,
        List.of(mount),
        container -> {
          try (InputStream found = docker.copyArchiveFromContainerCmd(container, file).exec()) {
            return found.read() >= 0;
          } catch (NotFoundException e) {
            return false;
          }
        });
  }

  /** Looks at or changes what is in volumes. */
  @FunctionalInterface
  interface ThroughContainer {
    boolean apply(String container) throws IOException;
  }

  /** Reaches volumes through a container that mounts them and is never started. */
  boolean through(List<Mount> mounts, ThroughContainer work) throws IOException {
    return through(lastImage, mounts, work);
  }

  private boolean through(String image, List<Mount> mounts, ThroughContainer work)
      throws IOException {
    String container =
        made.make(
            docker
                .createContainerCmd(image)
                .withLabels(Labels.ofContainer("volume"))
                .withEntrypoint("/nothing")
                .withHostConfig(HostConfig.newHostConfig().withMounts(mounts)));
    try {
      return work.apply(container);
    } finally {
      made.remove(container);
    }
  }

  @Override
  public void close() {
    made.close();
    events.close();
    engine.close();
  }
}
