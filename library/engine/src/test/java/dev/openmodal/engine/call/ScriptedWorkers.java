package dev.openmodal.engine.call;

import static io.grpc.stub.ServerCalls.asyncBidiStreamingCall;
import static io.grpc.stub.ServerCalls.asyncServerStreamingCall;

import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceEnd;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.ProviderCapability;
import dev.openmodal.wire.Build;
import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.proto.Chunk;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.EnvironmentStatus;
import dev.openmodal.wire.proto.GetRequest;
import dev.openmodal.wire.proto.Welcome;
import dev.openmodal.wire.proto.WorkerMessage;
import dev.openmodal.wire.tls.WorkerIdentity;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A provider whose workers have the right key, run no code, and answer each call as the script
 * says.
 */
final class ScriptedWorkers implements CloudProvider {
  /** What a worker does. */
  interface Script {
    /** A call has arrived. */
    void call(long id, ServerCallStreamObserver<WorkerMessage> answers);

    /** The client says something: false where a worker is to answer as usual. */
    default boolean take(ClientMessage message, ServerCallStreamObserver<WorkerMessage> answers) {
      return false;
    }

    /** A large result is fetched. */
    default void get(ServerCallStreamObserver<Chunk> chunks) {
      chunks.onCompleted();
    }

    /** The client has left a session or a result. */
    default void cancelled() {}

    /** The messages of the session as they are on the wire. */
    default byte[] encode(WorkerMessage message) {
      return message.toByteArray();
    }
  }

  private final List<Instance> instances = new CopyOnWriteArrayList<>();
  private volatile Script script;

  ScriptedWorkers(Script script) {
    this.script = script;
  }

  /** From the next call on. */
  void follow(Script next) {
    script = next;
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public String description() {
    return "workers of a test";
  }

  @Override
  public Set<ProviderCapability> capabilities() {
    return Set.of();
  }

  @Override
  public Instance createInstance(InstanceSpec spec) {
    try {
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .sslContext(WorkerIdentity.decode(spec.identity()).serverContext())
              .addService(service())
              .build()
              .start();
      Instance instance = new Scripted(server, server.getPort(), new CompletableFuture<>());
      instances.add(instance);
      return instance;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(WorkerService.NAME)
        .addMethod(
            WorkerService.SESSION.toBuilder(
                    WorkerService.SESSION.getRequestMarshaller(), new Encoder())
                .build(),
            asyncBidiStreamingCall(this::session))
        .addMethod(WorkerService.GET, asyncServerStreamingCall(this::get))
        .build();
  }

  private void get(GetRequest request, StreamObserver<Chunk> chunks) {
    ServerCallStreamObserver<Chunk> stream = (ServerCallStreamObserver<Chunk>) chunks;
    stream.setOnCancelHandler(script::cancelled);
    script.get(stream);
  }

  private StreamObserver<ClientMessage> session(StreamObserver<WorkerMessage> answers) {
    ServerCallStreamObserver<WorkerMessage> stream =
        (ServerCallStreamObserver<WorkerMessage>) answers;
    stream.setOnCancelHandler(() -> script.cancelled());
    return new StreamObserver<>() {
      @Override
      public void onNext(ClientMessage message) {
        if (!script.take(message, stream)) {
          answer(message, stream);
        }
      }

      @Override
      public void onError(Throwable thrown) {}

      @Override
      public void onCompleted() {}
    };
  }

  /** As a worker usually does. */
  void answer(ClientMessage message, ServerCallStreamObserver<WorkerMessage> stream) {
    switch (message.getKindCase()) {
      case HELLO ->
          stream.onNext(
              WorkerMessage.newBuilder()
                  .setWelcome(
                      Welcome.newBuilder()
                          .setBuild(Build.current())
                          .setPid(1)
                          .setJavaVersion(Runtime.version().toString()))
                  .build());
      case ENVIRONMENT ->
          stream.onNext(
              WorkerMessage.newBuilder()
                  .setEnvironmentStatus(
                      EnvironmentStatus.newBuilder().setId(message.getEnvironment().getId()))
                  .build());
      case CALLS ->
          message.getCalls().getCallsList().forEach(call -> script.call(call.getId(), stream));
      default -> {
        // nothing that it would answer
      }
    }
  }

  private final class Encoder implements MethodDescriptor.Marshaller<WorkerMessage> {
    @Override
    public InputStream stream(WorkerMessage message) {
      return new ByteArrayInputStream(script.encode(message));
    }

    @Override
    public WorkerMessage parse(InputStream stream) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public void close() {
    instances.forEach(Instance::delete);
  }

  private record Scripted(Server server, int port, CompletableFuture<InstanceEnd> ended)
      implements Instance {
    @Override
    public String name() {
      return "scripted " + port;
    }

    @Override
    public CompletionStage<InetSocketAddress> address() {
      return CompletableFuture.completedFuture(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public void delete() {
      server.shutdownNow();
      ended.complete(new InstanceEnd(InstanceEnd.Cause.DELETED, -1, "deleted"));
    }
  }
}
