package dev.openmodal.process;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Finding;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.ProviderCapability;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs instances as child JVMs of this one, with nothing to install. */
public final class ProcessProvider implements CloudProvider {
  private final Set<ChildJvm> children = ConcurrentHashMap.newKeySet();
  private final ResidentWatch residentWatch = new ResidentWatch();
  private final Supplier<CompletableFuture<Confinement>> finding;
  private @Nullable CompletableFuture<Confinement> confinement;
  private volatile boolean isClosed;

  /** For {@link java.util.ServiceLoader}. */
  public ProcessProvider() {
    this(Confinement::find);
  }

  ProcessProvider(Supplier<CompletableFuture<Confinement>> finding) {
    this.finding = finding;
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public String description() {
    return "child JVMs on this machine";
  }

  @Override
  public Set<ProviderCapability> capabilities() {
    return EnumSet.of(
        ProviderCapability.MEMORY_LIMIT,
        ProviderCapability.LOCAL_JAVA_HOME,
        ProviderCapability.PROMPT_LOGS,
        ProviderCapability.SHARED_FILES);
  }

  @Override
  public void prepare() {
    var unused = confinement();
  }

  private synchronized CompletableFuture<Confinement> confinement() {
    if (confinement == null) {
      confinement = finding.get();
    }
    return confinement;
  }

  @Override
  public List<Finding> findings() {
    return List.of(confinement().join().finding());
  }

  @Override
  public int mostStarting() {
    return Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
  }

  @Override
  public Instance createInstance(InstanceSpec spec) {
    ChildJvm child = ChildJvm.start(spec, confinement().join());
    children.add(child);
    child.onEnd(() -> children.remove(child));
    spec.residentLimit().ifPresent(limit -> residentWatch.add(child, limit));
    if (isClosed) {
      child.delete();
      throw new OpenModalException(
          ErrorCode.WORKER_START,
          "The worker for app " + spec.app() + " was not started, because the client is ending.");
    }
    return child;
  }

  @Override
  public void close() {
    isClosed = true;
    children.forEach(ChildJvm::delete);
    residentWatch.close();
  }
}
