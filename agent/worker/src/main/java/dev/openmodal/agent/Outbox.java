package dev.openmodal.agent;

import dev.openmodal.wire.proto.WorkerMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.function.BooleanSupplier;

/** The way back to the client of one session, for any thread. */
final class Outbox {
  private final ServerCallStreamObserver<WorkerMessage> replies;
  private boolean isClosed;

  /** To be made before the session's method returns, as gRPC wants it. */
  Outbox(ServerCallStreamObserver<WorkerMessage> replies) {
    this.replies = replies;
    replies.setOnReadyHandler(this::wake);
  }

  /** Sends a message now, whether the client reads or not; after the end it is dropped. */
  synchronized void send(WorkerMessage message) {
    if (!isClosed) {
      try {
        replies.onNext(message);
      } catch (RuntimeException e) {
        // The client has gone away in this moment; the session's end follows.
        isClosed = true;
      }
    }
  }

  synchronized boolean isReady() {
    return isClosed || replies.isReady();
  }

  /**
   * Waits until the client has read enough of what was sent, the session has ended, or there is no
   * time left to wait. An interrupt does not end it, as it does not end writing to a full pipe.
   */
  synchronized void awaitReady(BooleanSupplier isOver) {
    boolean wasInterrupted = false;
    while (!isReady() && !isOver.getAsBoolean()) {
      try {
        wait(50);
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the session from here. */
  synchronized void fail(Status status) {
    if (!isClosed) {
      isClosed = true;
      replies.onError(status.asRuntimeException());
      notifyAll();
    }
  }

  /** The client has said that it is done. */
  synchronized void complete() {
    if (!isClosed) {
      isClosed = true;
      replies.onCompleted();
      notifyAll();
    }
  }

  /** The client is gone. */
  synchronized void drop() {
    isClosed = true;
    notifyAll();
  }

  private synchronized void wake() {
    notifyAll();
  }
}
