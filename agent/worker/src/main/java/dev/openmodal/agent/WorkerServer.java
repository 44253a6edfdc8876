package dev.openmodal.agent;

import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.tls.WorkerIdentity;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Listens for the one client that the identity names. Messages of a session are taken by the
 * network's one thread; bulk, which touches the disk, by threads of its own.
 */
final class WorkerServer {
  private static final String PORT = "openmodal.port";
  private static final int MAX_MESSAGE_BYTES = 32 << 20;
  private static final int FLOW_CONTROL_WINDOW_BYTES = 4 << 20;

  private final Server server;
  private final EventLoopGroup network;

  private WorkerServer(Server server, EventLoopGroup network) {
    this.server = server;
    this.network = network;
  }

  /** The network's thread. To make it is the half of a server's start that needs no key. */
  static EventLoopGroup network() {
    return new MultiThreadIoEventLoopGroup(
        1, Daemons.named("openmodal-network"), NioIoHandler.newFactory());
  }

  static WorkerServer start(WorkerIdentity identity, Worker worker, Future<EventLoopGroup> made)
      throws IOException, InterruptedException, ExecutionException {
    try (NoAuthorities duringStart = new NoAuthorities()) {
      SslContext tls = identity.serverContext();
      EventLoopGroup network = made.get();
      ExecutorService bulk = Executors.newCachedThreadPool(Daemons.named("openmodal-bulk"));
      Optional<Path> socket =
          Optional.ofNullable(System.getProperty("openmodal.socket")).map(Path::of);
      NettyServerBuilder builder =
          socket.isPresent() ? onSocket(socket.get()) : onPort(Integer.getInteger(PORT, 0));
      Server server =
          builder
              .sslContext(tls)
              .bossEventLoopGroup(network)
              .workerEventLoopGroup(network)
              .withChildOption(ChannelOption.ALLOCATOR, buffers())
              .directExecutor()
              .callExecutor(new BulkExecutor(bulk, WorkerService.SESSION.getFullMethodName()))
              .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
              .maxInboundMessageSize(MAX_MESSAGE_BYTES)
              .permitKeepAliveTime(1, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .addService(WorkerEndpoint.definition(worker))
              .build()
              .start();
      if (socket.isPresent()) {
        // Its client may be another user than this process; TLS says who may come in.
        Files.setPosixFilePermissions(socket.get(), PosixFilePermissions.fromString("rw-rw-rw-"));
      }
      return new WorkerServer(server, network);
    }
  }

  private static NettyServerBuilder onPort(int port) {
    String address = System.getProperty("openmodal.address", "127.0.0.1");
    return NettyServerBuilder.forAddress(new InetSocketAddress(address, port))
        .channelType(NioServerSocketChannel.class)
        .withChildOption(ChannelOption.TCP_NODELAY, true);
  }

  private static NettyServerBuilder onSocket(Path socket) {
    return NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
        .channelType(NioServerDomainSocketChannel.class);
  }

  /**
   * Each TLS record takes two buffers of 16 KiB, which made most of the garbage of a small call.
   * They are taken from chunks of 256 KiB: the usual ones of 4 MiB are half of a lean heap.
   */
  private static ByteBufAllocator buffers() {
    return new PooledByteBufAllocator(false, 1, 0, 8192, 5, 0, 0, false);
  }

  /** On which port it listens; 0 where it listens on a Unix socket. */
  int port() {
    return Math.max(0, server.getPort());
  }

  /** Returns when what has been sent so far has been handed to the system, or after a second. */
  void drain() {
    try {
      for (int i = 0; i < 3; i++) {
        network.submit(() -> {}).get(1, TimeUnit.SECONDS);
      }
    } catch (Exception e) {
      // The worker is ending; what could not be sent is lost.
    }
  }

  void stop() {
    server.shutdownNow();
    Future<?> unused = network.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }
}
