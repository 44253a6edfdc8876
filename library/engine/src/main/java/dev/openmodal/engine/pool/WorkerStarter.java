package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.wire.tls.ClientIdentity;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Starts workers at one provider, and holds what all of them share: this client's key, one network
 * thread, one timer.
 */
public final class WorkerStarter {
  private final CloudProvider provider;
  private final Path agentJar;
  private final Path temporary;
  private final EventLoopGroup network =
      new NioEventLoopGroup(1, new DefaultThreadFactory("openmodal-network", true));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("openmodal-timer", true));

  @GuardedBy("this")
  private @Nullable ClientIdentity identity;

  /**
   * @param agentJar the one jar
   * @param temporary where large results are kept until they are read
   */
  public WorkerStarter(CloudProvider provider, Path agentJar, Path temporary) {
    this.provider = provider;
    this.agentJar = agentJar;
    this.temporary = temporary;
    timer.setRemoveOnCancelPolicy(true);
  }

  Worker start(PoolKey key, Pool.Listener pool) {
    return Worker.start(key, this, pool);
  }

  CloudProvider provider() {
    return provider;
  }

  Path agentJar() {
    return agentJar;
  }

  Path temporary() {
    return temporary;
  }

  EventLoopGroup network() {
    return network;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  synchronized ClientIdentity identity() {
    if (identity == null) {
      identity = ClientIdentity.create();
    }
    return identity;
  }
}
