package peers;

import dev.openmodal.wire.tls.ClientIdentity;
import dev.openmodal.wire.tls.WorkerIdentity;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * The floor of a call: 100 bytes to another JVM and back on one gRPC stream, with the TLS, the
 * sockets, the threads and the buffers of a worker's connection, and nothing else. The server is a
 * child of this JVM and ends with it.
 */
public final class Echo implements Callable<Integer>, StreamObserver<byte[]> {
  private static final int WINDOW_BYTES = 4 << 20;

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private static final MethodDescriptor<byte[], byte[]> ECHO =
      MethodDescriptor.newBuilder(BYTES, BYTES)
          .setType(MethodType.BIDI_STREAMING)
          .setFullMethodName("peers.Echo/Echo")
          .build();

  private final byte[] message = new byte[100];
  private final StreamObserver<byte[]> requests;
  private volatile CompletableFuture<byte[]> answer = new CompletableFuture<>();

  /**
   * Starts a server and connects to it.
   *
   * @param java the server's java
   * @param classPath its class path
   * @param flags the options of its JVM
   */
  public Echo(String java, String classPath, List<String> flags) throws IOException {
    ClientIdentity client = ClientIdentity.create();
    WorkerIdentity identity = client.newWorker();
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, Echo.class.getName()));
    Process server =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    DataOutputStream toServer = new DataOutputStream(server.getOutputStream());
    byte[] encoded = identity.encode();
    toServer.writeInt(encoded.length);
    toServer.write(encoded);
    toServer.flush(); // and stays open: its end is the server's
    int port = new DataInputStream(server.getInputStream()).readInt();
    requests =
        ClientCalls.asyncBidiStreamingCall(
            NettyChannelBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sslContext(client.clientContext(identity))
                .overrideAuthority("openmodal-worker")
                .eventLoopGroup(network())
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .flowControlWindow(WINDOW_BYTES)
                .build()
                .newCall(ECHO, CallOptions.DEFAULT),
            this);
  }

  /** The server: reads its identity, says its port, and lives until its standard input ends. */
  public static void main(String[] args) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    WorkerIdentity identity = WorkerIdentity.decode(in.readNBytes(in.readInt()));
    EventLoopGroup network = network();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(identity.serverContext())
            .bossEventLoopGroup(network)
            .workerEventLoopGroup(network)
            .channelType(NioServerSocketChannel.class)
            .withChildOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .withChildOption(ChannelOption.TCP_NODELAY, true)
            .directExecutor()
            .flowControlWindow(WINDOW_BYTES)
            .addService(
                ServerServiceDefinition.builder("peers.Echo")
                    .addMethod(ECHO, ServerCalls.asyncBidiStreamingCall(Back::new))
                    .build())
            .build()
            .start();
    DataOutputStream out = new DataOutputStream(System.out);
    out.writeInt(server.getPort());
    out.flush();
    while (in.read() >= 0) {
      // the client is there
    }
    Runtime.getRuntime().halt(0);
  }

  private static EventLoopGroup network() {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory("echo", true), NioIoHandler.newFactory());
  }

  /** One message there and back; gives its length. */
  @Override
  public Integer call() throws Exception {
    CompletableFuture<byte[]> expected = new CompletableFuture<>();
    answer = expected;
    requests.onNext(message);
    return expected.get().length;
  }

  @Override
  public void onNext(byte[] value) {
    answer.complete(value);
  }

  @Override
  public void onError(Throwable thrown) {
    answer.completeExceptionally(thrown);
  }

  @Override
  public void onCompleted() {
    onError(new IOException("the server has ended"));
  }

  private record Back(StreamObserver<byte[]> replies) implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] value) {
      replies.onNext(value);
    }

    @Override
    public void onError(Throwable thrown) {
      // the client is gone
    }

    @Override
    public void onCompleted() {
      replies.onCompleted();
    }
  }
}
