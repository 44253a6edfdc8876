package dev.openmodal.docker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.spi.ArchiveStore;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Finding;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.JarStore;
import dev.openmodal.spi.KeptItem;
import dev.openmodal.spi.ProviderCapability;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs instances as containers of a Docker Engine on this machine. */
public final class DockerProvider implements CloudProvider {
  @GuardedBy("this")
  private @Nullable Containers containers;

  private final VolumeArchives archives = new VolumeArchives(this::containers);
  private final JarVolume jars = new JarVolume(this::containers);
  private volatile boolean isClosed;

  /** For {@link java.util.ServiceLoader}. */
  public DockerProvider() {}

  @Override
  public String name() {
    return "local";
  }

  @Override
  public String description() {
    return "containers of the Docker Engine on this machine";
  }

  @Override
  public Set<ProviderCapability> capabilities() {
    return EnumSet.of(
        ProviderCapability.CONTAINERS,
        ProviderCapability.GPU,
        ProviderCapability.MEMORY_LIMIT,
        ProviderCapability.CPU_LIMIT,
        ProviderCapability.LOCAL_JAVA_HOME,
        ProviderCapability.PROMPT_LOGS);
  }

  @Override
  public List<Finding> findings() {
    try (DockerEngine engine = DockerEngine.connect()) {
      return List.of(
          Finding.ok(
              "docker", "Engine " + engine.info().getServerVersion() + " at " + engine.address()));
    } catch (OpenModalException e) {
      return List.of(Finding.unusable("docker", String.valueOf(e.getMessage())));
    }
  }

  @Override
  public List<KeptItem> kept() {
    try (DockerEngine engine = DockerEngine.connect()) {
      return new KeptVolumes(engine).list();
    } catch (OpenModalException | IOException e) {
      return List.of(); // none can be used, either
    }
  }

  @Override
  public boolean remove(KeptItem item) {
    try (DockerEngine engine = DockerEngine.connect()) {
      return new KeptVolumes(engine).remove(item);
    }
  }

  @Override
  public Optional<String> platform() {
    return Optional.of(containers().platform());
  }

  @Override
  public Optional<ArchiveStore> archives() {
    return Optional.of(archives);
  }

  @Override
  public Optional<JarStore> jars() {
    return Optional.of(jars);
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(ContainerCommand.LEASE);
  }

  @Override
  public int mostStarting() {
    return Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
  }

  @Override
  public Instance createInstance(InstanceSpec spec) {
    Instance container = containers().start(spec);
    if (isClosed) {
      container.delete();
      throw new OpenModalException(
          ErrorCode.WORKER_START,
          "The worker for app " + spec.app() + " was not started, because the client is ending.");
    }
    return container;
  }

  private synchronized Containers containers() {
    if (containers == null) {
      containers = Containers.of(DockerEngine.connect());
    }
    return containers;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    if (containers != null) {
      containers.close();
    }
  }
}
