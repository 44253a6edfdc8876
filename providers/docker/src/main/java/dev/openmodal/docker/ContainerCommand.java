package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.openmodal.ContainerOptions;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.spi.InstanceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What an instance is in the Engine's words. */
final class ContainerCommand {
  /** Where the agent listens inside. */
  static final ExposedPort PORT = ExposedPort.tcp(7411);

  /** Where the socket of an agent lies inside that has no network. */
  private static final String SOCKETS = "/opt/openmodal/run";

  static final String SOCKET = "agent";

  /** So long an agent lives on without a word of its client. */
  static final Duration LEASE = Duration.ofSeconds(45);

  private static final String MAIN = "dev.openmodal.bridge.WorkerMain";
  private static final String TEMPORARY = "/tmp";

  /** Processes and threads. */
  private static final int PIDS = 4096;

  /** Whatever it holds goes before what is on the command line. */
  private static final String OVERRIDING = "_JAVA_OPTIONS";

  private static final double NANOS = 1e9;

  /** As little processor time as can be said, where others want it. */
  private static final int LEAST_SHARES = 2;

  private ContainerCommand() {}

  static CreateContainerCmd of(
      DockerClient docker,
      InstanceSpec spec,
      String image,
      List<SharedVolume> volumes,
      Optional<Mount> archive,
      Optional<Path> socketFolder)
      throws IOException {
    List<String> command = command(spec, socketFolder.isPresent());
    ContainerOptions wishes = spec.container();
    CreateContainerCmd create = docker.createContainerCmd(image);
    wishes.user().ifPresent(create::withUser);
    if (makesArchive(spec)) {
      create.withUser("0"); // who alone can write to a new volume
    }
    return create
        .withName("openmodal-" + spec.app() + "-" + UUID.randomUUID().toString().substring(0, 8))
        .withLabels(Labels.ofContainer(spec.app()))
        .withEntrypoint(command.get(0))
        .withCmd(command.subList(1, command.size()))
        .withEnv(environment(spec))
        .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
        .withWorkingDir(wishes.workdir().orElse(TEMPORARY))
        .withExposedPorts(socketFolder.isPresent() ? List.of() : List.of(PORT))
        .withStdinOpen(true)
        .withStdInOnce(true)
        .withAttachStdin(true)
        .withAttachStdout(true)
        .withAttachStderr(true)
        .withHostConfig(host(spec, volumes, archive, socketFolder));
  }

  /** Of the image's variables those go that would undo options of the JVM. */
  private static List<String> environment(InstanceSpec spec) {
    List<String> environment = new ArrayList<>();
    if (!spec.env().containsKey(OVERRIDING)) {
      environment.add(OVERRIDING);
    }
    spec.env().forEach((name, value) -> environment.add(name + "=" + value));
    return environment;
  }

  /** Whether it is there to leave a class-data archive. */
  static boolean makesArchive(InstanceSpec spec) {
    return spec.isInBackground() && hasOption(spec, "-XX:ArchiveClassesAtExit=");
  }

  static boolean hasOption(InstanceSpec spec, String start) {
    return spec.jvmOptions().stream()
        .anyMatch(option -> option.startsWith(start + VolumeArchives.FOLDER));
  }

  private static HostConfig host(
      InstanceSpec spec,
      List<SharedVolume> volumes,
      Optional<Mount> archive,
      Optional<Path> socketFolder) {
    List<Mount> mounts = new ArrayList<>(volumes.stream().map(SharedVolume::mount).toList());
    archive.ifPresent(mounts::add);
    mounts.add(JarVolume.mount().withReadOnly(true));
    mounts.add(new Mount().withType(MountType.VOLUME).withTarget(TEMPORARY));
    HostConfig host =
        HostConfig.newHostConfig()
            .withAutoRemove(true)
            .withMounts(mounts)
            .withReadonlyRootfs(!spec.container().isRootWritable())
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withPidsLimit((long) spec.container().pidsLimit().orElse(PIDS))
            // What is written is taken at once; a copy on the Engine's disk would grow for ever.
            .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
    if (socketFolder.isPresent()) {
      mounts.add(
          new Mount()
              .withType(MountType.BIND)
              .withSource(socketFolder.get().toString())
              .withTarget(SOCKETS));
      host.withMounts(mounts).withNetworkMode("none");
    } else {
      host.withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), PORT));
    }
    spec.residentLimit()
        .ifPresent(limit -> host.withMemory(limit.bytes()).withMemorySwap(limit.bytes()));
    if (spec.container().gpu().isPresent()) {
      host.withDeviceRequests(
          List.of(new DeviceRequest().withCount(1).withCapabilities(List.of(List.of("gpu")))));
    }
    spec.cpu().ifPresent(cpus -> host.withNanoCPUs((long) (cpus * NANOS)));
    return spec.isInBackground() ? host.withCpuShares(LEAST_SHARES) : host;
  }

  private static List<String> command(InstanceSpec spec, boolean isOnSocket) throws IOException {
    String jar = Volumes.AGENT + "/" + Volumes.JAR;
    List<String> command = new ArrayList<>();
    command.add(Volumes.JAVA + "/bin/java");
    command.addAll(spec.jvmOptions());
    command.add("-Dopenmodal.lifeline=/dev/fd/0");
    command.add("-Dopenmodal.pid-namespace=true");
    command.add("-Dopenmodal.lease=" + LEASE.toSeconds());
    if (isOnSocket) {
      command.add("-Dopenmodal.socket=" + SOCKETS + "/" + SOCKET);
    } else {
      command.add("-Dopenmodal.address=0.0.0.0");
      command.add("-Dopenmodal.port=" + PORT.getPort());
    }
    command.add("-Dopenmodal.cache=" + TEMPORARY + "/openmodal");
    command.add("-Dopenmodal.jars=" + JarVolume.FOLDER);
    command.add(
        "-Dopenmodal.lib="
            + OneJar.unpackedElsewhere(
                spec.agentJar(),
                Files.getLastModifiedTime(spec.agentJar()).toMillis() / 1000,
                Volumes.AGENT + "/" + Volumes.UNPACKED));
    command.add("-cp");
    command.add(jar);
    command.add(MAIN);
    return command;
  }
}
