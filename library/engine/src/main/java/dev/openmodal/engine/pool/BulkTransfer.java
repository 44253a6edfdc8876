package dev.openmodal.engine.pool;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.proto.Chunk;
import dev.openmodal.wire.proto.GetRequest;
import dev.openmodal.wire.proto.PutReply;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/** Sends and fetches what is large, in chunks, on streams that do not delay the session's. */
final class BulkTransfer {
  private static final int CHUNK = 256 * 1024;

  /** How much waits for the network, so that it need not wait for the disk. */
  private static final int BYTES_ON_THE_WAY = 4 * CHUNK;

  /** The worker did not take the bytes, and lives. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String why, Throwable cause) {
      super(why, cause);
    }
  }

  private final Channel channel;

  BulkTransfer(Channel channel) {
    this.channel = channel;
  }

  /** Sends all bytes and waits until the worker has them. */
  void put(String blob, InputStream bytes) throws IOException, InterruptedException {
    Upload upload = new Upload();
    ClientCalls.asyncClientStreamingCall(
        channel.newCall(
            WorkerService.PUT, CallOptions.DEFAULT.withOnReadyThreshold(BYTES_ON_THE_WAY)),
        upload);
    try {
      boolean first = true;
      while (true) {
        byte[] chunk = bytes.readNBytes(CHUNK);
        if (chunk.length == 0 && !first) {
          break;
        }
        Chunk.Builder message = Chunk.newBuilder().setBytes(UnsafeByteOperations.unsafeWrap(chunk));
        upload.send((first ? message.setBlob(blob) : message).build());
        first = false;
        if (chunk.length < CHUNK) {
          break;
        }
      }
      upload.complete();
    } catch (IOException | InterruptedException e) {
      upload.cancel(e);
      throw e;
    }
  }

  /**
   * Fetches all bytes; the worker then forgets them.
   *
   * @throws ResultNotKept if they cannot be written; the rest is not fetched
   */
  void get(String blob, OutputStream to) throws IOException {
    Context.CancellableContext stream = Context.current().withCancellation();
    Context before = stream.attach();
    try {
      Iterator<Chunk> chunks =
          ClientCalls.blockingServerStreamingCall(
              channel,
              WorkerService.GET,
              CallOptions.DEFAULT,
              GetRequest.newBuilder().setBlob(blob).build());
      while (chunks.hasNext()) {
        write(chunks.next().getBytes(), to);
      }
    } catch (RuntimeException e) {
      throw new IOException("the worker's answer ended early", e);
    } finally {
      stream.detach(before);
      stream.cancel(null); // whatever else the worker would send
      to.close();
    }
  }

  private static void write(ByteString bytes, OutputStream to) throws ResultNotKept {
    try {
      bytes.writeTo(to);
    } catch (IOException e) {
      throw new ResultNotKept(e);
    }
  }

  private static final class Upload implements ClientResponseObserver<Chunk, PutReply> {
    private final CompletableFuture<PutReply> reply = new CompletableFuture<>();
    private final Semaphore mayBeReady = new Semaphore(0);
    private ClientCallStreamObserver<Chunk> stream;

    @SuppressWarnings("NullAway.Init") // beforeStart comes first
    Upload() {}

    @Override
    public void beforeStart(ClientCallStreamObserver<Chunk> requests) {
      stream = requests;
      requests.setOnReadyHandler(mayBeReady::release);
    }

    void send(Chunk chunk) throws InterruptedException {
      while (!stream.isReady() && !reply.isDone()) {
        mayBeReady.acquire();
      }
      stream.onNext(chunk);
    }

    void complete() throws IOException, InterruptedException {
      stream.onCompleted();
      try {
        reply.get();
      } catch (ExecutionException e) {
        Status status = Status.fromThrowable(e);
        if (status.getCode() == Status.Code.FAILED_PRECONDITION) {
          throw new RefusedException(String.valueOf(status.getDescription()), e);
        }
        throw new IOException("the worker did not take it: " + e.getCause(), e);
      }
    }

    void cancel(Exception why) {
      stream.cancel("given up", why);
    }

    @Override
    public void onNext(PutReply value) {
      reply.complete(value);
    }

    @Override
    public void onError(Throwable t) {
      reply.completeExceptionally(t);
      mayBeReady.release();
    }

    @Override
    public void onCompleted() {
      reply.complete(PutReply.getDefaultInstance());
      mayBeReady.release();
    }
  }
}
