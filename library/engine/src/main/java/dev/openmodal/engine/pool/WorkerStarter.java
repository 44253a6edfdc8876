package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.ContainerOptions;
import dev.openmodal.Image;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.engine.log.ClientLog;
import dev.openmodal.engine.setting.Setting;
import dev.openmodal.engine.setting.Settings;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.ProviderCapability;
import dev.openmodal.wire.LibraryWarnings;
import dev.openmodal.wire.proto.Welcome;
import dev.openmodal.wire.tls.ClientIdentity;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts workers at one provider, and holds what all of them share: this client's key, one network
 * thread, one timer.
 */
public final class WorkerStarter {
  private final CloudProvider provider;
  private final Optional<String> chooser;
  private final Path agentJar;
  private final Path temporary;
  private final ClientLog log;
  private final Consumer<String> say;
  private final EventLoopGroup network =
      new MultiThreadIoEventLoopGroup(
          1,
          (ThreadFactory) work -> OwnThreads.daemon("openmodal-network", work),
          NioIoHandler.newFactory());
  private final Alarms alarms = new Alarms();
  private final StartArchives archives;

  private final AtomicBoolean announced = new AtomicBoolean();

  @GuardedBy("this")
  private @Nullable ClientIdentity identity;

  /**
   * @param chooser who has chosen it, such as {@code by OPENMODAL_PROVIDER}; empty if nobody has
   * @param agentJar the one jar
   * @param temporary where large results are kept until they are read
   * @param log takes what happens to workers
   * @param say tells the person at this session a line
   */
  public WorkerStarter(
      CloudProvider provider,
      Optional<String> chooser,
      Path agentJar,
      Path temporary,
      ClientLog log,
      Consumer<String> say) {
    this.say = say;
    this.chooser = chooser;
    this.provider = provider;
    this.agentJar = agentJar;
    this.temporary = temporary;
    this.log = log;
    LibraryWarnings.to(log::debug);
    this.archives =
        new StartArchives(
            agentJar,
            provider
                .archives()
                .or(
                    () ->
                        provider.capabilities().contains(ProviderCapability.SHARED_FILES)
                            ? Optional.of(new FileArchives())
                            : Optional.empty()),
            alarms,
            (like, to) -> new ArchiveRun(this).make(like, to));
  }

  /** Makes this client's key, and what a first worker on this Java needs. */
  void prepare() {
    archives.find(Path.of(System.getProperty("java.home")));
    identity().rehearse();
  }

  CloudProvider provider() {
    return provider;
  }

  /**
   * Whether workers read large arguments from this client's files. The system property {@code
   * openmodal.sharedFiles=false} lets them be sent as to a worker elsewhere.
   */
  boolean sharesFiles() {
    return provider.capabilities().contains(ProviderCapability.SHARED_FILES)
        && !"false".equals(System.getProperty("openmodal.sharedFiles"));
  }

  /** What a container is to be, the image of the settings where none is named. */
  ContainerOptions container(PoolKey key) {
    ContainerOptions asked = key.container();
    if (asked.image().isPresent()
        || !provider.capabilities().contains(ProviderCapability.CONTAINERS)) {
      return asked;
    }
    return asked.withImage(Image.from(Settings.of(Setting.IMAGE).value()));
  }

  Path agentJar() {
    return agentJar;
  }

  Path temporary() {
    return temporary;
  }

  ClientLog log() {
    return log;
  }

  EventLoopGroup network() {
    return network;
  }

  StartArchives archives() {
    return archives;
  }

  Alarms alarms() {
    return alarms;
  }

  /** Lets nobody be told where the code runs. */
  void startSilently() {
    announced.set(true);
  }

  /** Says once where the code runs. */
  void announce(Instance instance, Welcome welcome) {
    if (announced.compareAndSet(false, true)) {
      say.accept(
          "openmodal: remote code runs on this machine ("
              + provider.name()
              + chooser.map(who -> ", chosen " + who).orElse("")
              + "): "
              + instance.name()
              + ", Java "
              + Runtime.Version.parse(welcome.getJavaVersion()).feature());
    }
  }

  synchronized ClientIdentity identity() {
    if (identity == null) {
      identity = ClientIdentity.create();
    }
    return identity;
  }
}
