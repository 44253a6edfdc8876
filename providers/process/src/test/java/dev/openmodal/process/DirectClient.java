package dev.openmodal.process;

import com.google.protobuf.ByteString;
import dev.openmodal.Fn0;
import dev.openmodal.wire.Build;
import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueReader;
import dev.openmodal.wire.codec.ValueWriter;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.Hello;
import dev.openmodal.wire.proto.Snapshot;
import dev.openmodal.wire.proto.WorkerMessage;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The other end of a worker, message by message, which may be any bytes. */
final class DirectClient implements AutoCloseable {
  private static final ValueCodec CODEC =
      new ValueCodec(DirectClient.class.getClassLoader(), DirectClient::classFile);

  private final ManagedChannel channel;

  DirectClient(SocketAddress address, SslContext tls) {
    channel =
        NettyChannelBuilder.forAddress(address)
            .sslContext(tls)
            .overrideAuthority("openmodal")
            .build();
  }

  ManagedChannel channel() {
    return channel;
  }

  /** One stream of calls; {@link #ended} completes with how it ended, null for well. */
  static final class Session implements StreamObserver<WorkerMessage> {
    final BlockingQueue<WorkerMessage> received = new LinkedBlockingQueue<>();
    final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private final StreamObserver<byte[]> requests;

    Session(DirectClient client) {
      requests =
          ClientCalls.asyncBidiStreamingCall(
              client.channel.newCall(ofBytes(WorkerService.SESSION), CallOptions.DEFAULT), this);
    }

    void send(byte[] message) {
      requests.onNext(message);
    }

    void send(ClientMessage message) {
      send(message.toByteArray());
    }

    void complete() {
      requests.onCompleted();
    }

    @Override
    public void onNext(WorkerMessage message) {
      received.add(message);
    }

    @Override
    public void onError(Throwable thrown) {
      ended.complete(thrown);
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }

  /** The method with requests that are sent as they are. */
  static <A> MethodDescriptor<byte[], A> ofBytes(MethodDescriptor<?, A> method) {
    MethodDescriptor.Marshaller<byte[]> bytes =
        new MethodDescriptor.Marshaller<>() {
          @Override
          public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
          }

          @Override
          public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException();
          }
        };
    return method.toBuilder(bytes, method.getResponseMarshaller()).build();
  }

  static ClientMessage hello() {
    return ClientMessage.newBuilder()
        .setHello(Hello.newBuilder().setBuild(Build.current()))
        .build();
  }

  static ClientMessage snapshot(String id, Fn0<?> code) throws Exception {
    return ClientMessage.newBuilder()
        .setSnapshot(Snapshot.newBuilder().setId(id).setValues(encode(code)))
        .build();
  }

  static ClientMessage call(long id, String snapshot) throws Exception {
    return ClientMessage.newBuilder()
        .setCall(Call.newBuilder().setId(id).setSnapshotId(snapshot).setArguments(encode()))
        .build();
  }

  /** A whole call on a session of its own. */
  Object run(Fn0<?> code) throws Exception {
    Session session = new Session(this);
    String id = UUID.randomUUID().toString(); // a snapshot that is kept would run instead
    session.send(hello());
    session.send(snapshot(id, code));
    session.send(call(1, id));
    while (true) {
      WorkerMessage message = session.received.poll(10, TimeUnit.SECONDS);
      if (message == null) {
        throw new IllegalStateException("no answer; " + session.ended.getNow(null));
      } else if (message.hasReturned()) {
        session.complete();
        try (ValueReader reader = CODEC.answerReader(message.getReturned().getValue().newInput())) {
          return reader.read();
        }
      } else if (message.hasThrew()) {
        throw new IllegalStateException(message.toString());
      }
    }
  }

  private static byte[] classFile(Class<?> type) {
    try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }

  static ByteString encode(Object... values) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ValueWriter writer = CODEC.writer(bytes)) {
      for (Object value : values) {
        writer.write("value", value);
      }
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
