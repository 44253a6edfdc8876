package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import dev.openmodal.wire.proto.Chunk;
import dev.openmodal.wire.proto.GetRequest;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;

/** Sends one blob to the client, as fast as it reads, and removes it. */
final class GetStream {
  private static final int CHUNK_BYTES = 256 * 1024;

  /** How much waits for the network, so that it need not wait for the disk. */
  private static final int BYTES_ON_THE_WAY = 4 * CHUNK_BYTES;

  private final String name;
  private final Blob blob;
  private final InputStream in;
  private final ServerCallStreamObserver<Chunk> replies;
  private boolean isFirst = true;
  private boolean hasEnded;

  private GetStream(String name, Blob blob, ServerCallStreamObserver<Chunk> replies) {
    this.name = name;
    this.blob = blob;
    this.in = blob.open();
    this.replies = replies;
  }

  static void start(Worker worker, GetRequest request, StreamObserver<Chunk> observer) {
    Blob blob;
    try {
      blob = worker.blobs().take(request.getBlob());
    } catch (IOException e) {
      observer.onError(Status.NOT_FOUND.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    ServerCallStreamObserver<Chunk> replies = (ServerCallStreamObserver<Chunk>) observer;
    replies.setOnReadyThreshold(BYTES_ON_THE_WAY);
    GetStream stream = new GetStream(request.getBlob(), blob, replies);
    replies.setOnReadyHandler(stream::pump);
    replies.setOnCancelHandler(stream::end);
    stream.pump();
  }

  private synchronized void pump() {
    try {
      while (!hasEnded && replies.isReady()) {
        byte[] bytes = in.readNBytes(CHUNK_BYTES);
        if (bytes.length == 0 && !isFirst) {
          end();
          replies.onCompleted();
          return;
        }
        Chunk.Builder chunk = Chunk.newBuilder().setBytes(ByteString.copyFrom(bytes));
        replies.onNext(isFirst ? chunk.setBlob(name).build() : chunk.build());
        isFirst = false;
      }
    } catch (IOException | RuntimeException e) {
      end();
      replies.onError(
          Status.INTERNAL
              .withDescription("The worker cannot read blob " + name + ": " + e)
              .asRuntimeException());
    }
  }

  private synchronized void end() {
    if (!hasEnded) {
      hasEnded = true;
      try {
        blob.close();
      } catch (IOException e) {
        // A file without a name that cannot be closed goes with the process.
      }
    }
  }
}
