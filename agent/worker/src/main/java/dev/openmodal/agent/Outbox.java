package dev.openmodal.agent;

import dev.openmodal.wire.proto.Batch;
import dev.openmodal.wire.proto.WorkerMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The way back to the client of one session, for any thread. */
final class Outbox {
  private static final int MOST_GATHERED = 64;
  private static final int MOST_GATHERED_BYTES = 64 * 1024;

  private final ServerCallStreamObserver<WorkerMessage> replies;
  private final ScheduledExecutorService timer;
  private final List<WorkerMessage> gathered = new ArrayList<>();
  private int gatheredBytes;
  private boolean isPlanned;
  private boolean isClosed;

  /** To be made before the session's method returns, as gRPC wants it. */
  Outbox(ServerCallStreamObserver<WorkerMessage> replies, ScheduledExecutorService timer) {
    this.replies = replies;
    this.timer = timer;
    replies.setOnReadyHandler(this::wake);
  }

  /** Sends a message now, whether the client reads or not; after the end it is dropped. */
  synchronized void send(WorkerMessage message) {
    gather(message);
    flush();
  }

  /** Takes a message that {@link #flush} or {@link #flushSoon} sends, which has to follow. */
  synchronized void add(WorkerMessage message) {
    gather(message);
  }

  /** Sends what was gathered once there is much of it, and after a millisecond at the latest. */
  synchronized void flushSoon() {
    if (gathered.isEmpty()) {
      return;
    }
    if (gathered.size() >= MOST_GATHERED || gatheredBytes >= MOST_GATHERED_BYTES) {
      flush();
    } else if (!isPlanned) {
      isPlanned = true;
      Future<?> unused = timer.schedule(this::flushAsPlanned, 1, TimeUnit.MILLISECONDS);
    }
  }

  private void gather(WorkerMessage message) {
    gathered.add(message);
    gatheredBytes += message.getSerializedSize();
  }

  private synchronized void flushAsPlanned() {
    isPlanned = false;
    flush();
  }

  /** Sends what was gathered. */
  synchronized void flush() {
    if (gathered.isEmpty()) {
      return;
    }
    WorkerMessage message =
        gathered.size() == 1
            ? gathered.get(0)
            : WorkerMessage.newBuilder()
                .setBatch(Batch.newBuilder().addAllMessages(gathered))
                .build();
    gathered.clear();
    gatheredBytes = 0;
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
