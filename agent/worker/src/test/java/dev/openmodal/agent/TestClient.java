package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import dev.openmodal.wire.Build;
import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.Cancel;
import dev.openmodal.wire.proto.Chunk;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.GetRequest;
import dev.openmodal.wire.proto.Hello;
import dev.openmodal.wire.proto.PutReply;
import dev.openmodal.wire.proto.Snapshot;
import dev.openmodal.wire.proto.WorkerMessage;
import dev.openmodal.wire.tls.ClientIdentity;
import dev.openmodal.wire.tls.WorkerIdentity;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The other end, message by message, over real TLS. */
final class TestClient implements AutoCloseable {
  final BlockingQueue<WorkerMessage> received = new LinkedBlockingQueue<>();
  final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private final ManagedChannel channel;
  private final StreamObserver<ClientMessage> requests;
  private ClientCallStreamObserver<ClientMessage> flow;

  TestClient(ClientIdentity self, WorkerIdentity worker, int port) {
    this(self, worker, port, Integer.MAX_VALUE);
  }

  /** A client that reads only so many messages until {@link #readOn}. */
  TestClient(ClientIdentity self, WorkerIdentity worker, int port, int readsAtFirst) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .sslContext(self.clientContext(worker))
            .overrideAuthority("openmodal")
            .maxInboundMessageSize(32 << 20)
            .build();
    requests =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(WorkerService.SESSION, CallOptions.DEFAULT),
            new ClientResponseObserver<ClientMessage, WorkerMessage>() {
              @Override
              public void beforeStart(ClientCallStreamObserver<ClientMessage> stream) {
                flow = stream;
                stream.disableAutoRequestWithInitial(readsAtFirst);
              }

              @Override
              public void onNext(WorkerMessage message) {
                if (message.hasBatch()) {
                  received.addAll(message.getBatch().getMessagesList());
                } else {
                  received.add(message);
                }
              }

              @Override
              public void onError(Throwable thrown) {
                failure.complete(thrown);
              }

              @Override
              public void onCompleted() {}
            });
  }

  void readOn() {
    flow.request(Integer.MAX_VALUE);
  }

  WorkerMessage greet() throws Exception {
    send(ClientMessage.newBuilder().setHello(Hello.newBuilder().setBuild(Build.current())));
    return await(WorkerMessage::hasWelcome);
  }

  void send(ClientMessage.Builder message) {
    requests.onNext(message.build());
  }

  void send(Snapshot snapshot) {
    send(ClientMessage.newBuilder().setSnapshot(snapshot));
  }

  void call(long id, String snapshot, int arity, ByteString arguments) {
    send(
        ClientMessage.newBuilder()
            .setCall(
                Call.newBuilder()
                    .setId(id)
                    .setSnapshotId(snapshot)
                    .setArity(arity)
                    .setArguments(arguments)));
  }

  void cancel(long id) {
    send(ClientMessage.newBuilder().setCancel(Cancel.newBuilder().addCallId(id)));
  }

  /** Drops messages up to the first that fits. */
  WorkerMessage await(Predicate<WorkerMessage> fits) throws Exception {
    while (true) {
      WorkerMessage message = received.poll(10, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no such message; failure: " + failure.getNow(null));
      }
      if (fits.test(message)) {
        return message;
      }
    }
  }

  /** The next end of a call, and the output before it: the stream is named where it changes. */
  record Ended(WorkerMessage message, String output, List<String> pieces) {}

  Ended awaitEnd() throws Exception {
    StringBuilder output = new StringBuilder();
    List<String> pieces = new ArrayList<>();
    String[] stream = {""};
    WorkerMessage end =
        await(
            message -> {
              if (message.hasOutput()) {
                String of = message.getOutput().getError() ? "err:" : "out:";
                output.append(of.equals(stream[0]) ? "" : of);
                stream[0] = of;
                output.append(message.getOutput().getBytes().toStringUtf8());
                pieces.add(message.getOutput().getBytes().toStringUtf8());
              }
              return message.hasReturned() || message.hasThrew() || message.hasSnapshotMissing();
            });
    return new Ended(end, output.toString(), pieces);
  }

  void put(String name, byte[] bytes) throws Exception {
    CompletableFuture<PutReply> reply = new CompletableFuture<>();
    StreamObserver<Chunk> chunks =
        ClientCalls.asyncClientStreamingCall(
            channel.newCall(WorkerService.PUT, CallOptions.DEFAULT),
            new StreamObserver<>() {
              @Override
              public void onNext(PutReply done) {
                reply.complete(done);
              }

              @Override
              public void onError(Throwable thrown) {
                reply.completeExceptionally(thrown);
              }

              @Override
              public void onCompleted() {}
            });
    int size = 256 * 1024;
    for (int from = 0; from == 0 || from < bytes.length; from += size) {
      chunks.onNext(
          Chunk.newBuilder()
              .setBlob(from == 0 ? name : "")
              .setBytes(ByteString.copyFrom(bytes, from, Math.min(size, bytes.length - from)))
              .build());
    }
    chunks.onCompleted();
    reply.get(10, TimeUnit.SECONDS);
  }

  ByteString get(String name) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Iterator<Chunk> chunks =
        ClientCalls.blockingServerStreamingCall(
            channel,
            WorkerService.GET,
            CallOptions.DEFAULT,
            GetRequest.newBuilder().setBlob(name).build());
    while (chunks.hasNext()) {
      chunks.next().getBytes().writeTo(all);
    }
    return ByteString.copyFrom(all.toByteArray());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
