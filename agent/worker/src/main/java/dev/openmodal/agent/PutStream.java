package dev.openmodal.agent;

import dev.openmodal.wire.proto.Chunk;
import dev.openmodal.wire.proto.PutReply;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes one blob from the client: a file for the environments' cache, or a value. */
final class PutStream implements StreamObserver<Chunk> {
  private static final String CACHED = "sha256:";

  private final Worker worker;
  private final StreamObserver<PutReply> reply;
  private String name = "";
  private EnvironmentCache.@Nullable Incoming cached;
  private @Nullable Blob blob;
  private boolean hasFailed;

  private PutStream(Worker worker, StreamObserver<PutReply> reply) {
    this.worker = worker;
    this.reply = reply;
  }

  static PutStream open(Worker worker, ServerCallStreamObserver<PutReply> reply) {
    PutStream stream = new PutStream(worker, reply);
    reply.setOnCancelHandler(stream::discard);
    reply.setOnCloseHandler(stream::discard); // also after bytes that are no message
    return stream;
  }

  @Override
  public void onNext(Chunk chunk) {
    if (hasFailed) {
      return;
    }
    try {
      if (cached == null && blob == null) {
        begin(chunk.getBlob());
      }
      if (cached != null) {
        cached.append(chunk.getBytes());
      } else if (blob != null) {
        blob.append(chunk.getBytes());
      }
    } catch (IOException | IllegalArgumentException e) {
      fail(e);
    }
  }

  private void begin(String blobName) throws IOException {
    name = blobName;
    if (name.isEmpty()) {
      throw new IllegalArgumentException("The first chunk names no blob.");
    }
    if (name.startsWith(CACHED)) {
      cached = worker.cache().receive(name.substring(CACHED.length()));
    } else {
      blob = new Blob();
    }
  }

  @Override
  public void onCompleted() {
    if (hasFailed) {
      return;
    }
    try {
      if (cached != null) {
        cached.commit();
        cached = null;
      } else if (blob != null) {
        Blob whole = blob;
        blob = null;
        worker.blobs().put(name, whole);
      } else {
        throw new IllegalArgumentException("No chunk was sent.");
      }
      reply.onNext(PutReply.getDefaultInstance());
      reply.onCompleted();
    } catch (IOException | IllegalArgumentException e) {
      fail(e);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    discard();
  }

  private void fail(Exception why) {
    hasFailed = true;
    discard();
    reply.onError(
        Status.FAILED_PRECONDITION
            .withDescription("The worker cannot keep blob " + name + ": " + why)
            .asRuntimeException());
  }

  private void discard() {
    try {
      if (cached != null) {
        cached.discard();
      } else if (blob != null) {
        blob.close();
      }
    } catch (IOException e) {
      // What cannot be removed now is swept by age.
    }
  }
}
