package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import dev.openmodal.wire.proto.Output;
import dev.openmodal.wire.proto.WorkerMessage;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The output of one call on its way to the client: gathered to messages of a few kilobytes, in the
 * order in which it was written, sent a few milliseconds after it was written at the latest. Each
 * is marked in the worker's own output. Who writes faster than the client reads, waits.
 */
final class CallOutput {
  private static final int LARGE = 8 * 1024;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final long callId;
  private final RealOutput real;
  private final ScheduledExecutorService timer;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private boolean pendingIsError;
  private int messages;
  private boolean isPlanned;
  private boolean isPostponed;
  private long lastSent = System.nanoTime() - PAUSE_NANOS;
  // Null when the call has ended: threads of the JVM that remember this object hold nothing else.
  private volatile @Nullable Outbox outbox;
  private volatile boolean stopping;

  CallOutput(long callId, Outbox outbox, RealOutput real, ScheduledExecutorService timer) {
    this.callId = callId;
    this.real = real;
    this.timer = timer;
    this.outbox = outbox;
  }

  /** Takes bytes, or answers false if the call has ended. */
  synchronized boolean write(boolean error, byte[] bytes, int offset, int length) {
    if (outbox == null) {
      return false;
    }
    if (error != pendingIsError) {
      send(true);
      pendingIsError = error;
    }
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, LARGE - pending.size());
      pending.write(bytes, offset + done, part);
      done += part;
      if (pending.size() >= LARGE) {
        send(true);
      }
    }
    boolean hasLine = false;
    for (int i = offset; i < offset + length && !hasLine; i++) {
      hasLine = bytes[i] == '\n';
    }
    if (hasLine) {
      isPostponed = false;
      if (System.nanoTime() - lastSent >= PAUSE_NANOS) {
        send(false, wholeLines());
      }
    }
    plan();
    return true;
  }

  /** Sends what is pending. */
  synchronized void flush() {
    send(true);
  }

  /** Sends what is pending; from now on {@link #write} answers false. */
  synchronized void end() {
    send(true);
    outbox = null;
  }

  boolean hasEnded() {
    return outbox == null;
  }

  /** The call is being stopped: what the client does not take at once is dropped. */
  void stopWaiting() {
    stopping = true;
  }

  private void plan() {
    if (pending.size() > 0 && !isPlanned) {
      isPlanned = true;
      Future<?> unused = timer.schedule(this::sendAsPlanned, PAUSE_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * A line that is being written, in pieces as {@code println} does, is waited for once: what a
   * process writes would come between its pieces.
   */
  private synchronized void sendAsPlanned() {
    isPlanned = false;
    int lines = wholeLines();
    if (lines > 0) {
      send(false, lines);
    } else if (isPostponed) {
      isPostponed = false;
      send(false);
    } else {
      isPostponed = true;
    }
    plan();
  }

  /** How many bytes are pending up to the end of the last line that has one. */
  private int wholeLines() {
    byte[] bytes = pending.toByteArray();
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] != '\n') {
      length--;
    }
    return length;
  }

  private void send(boolean waits) {
    send(waits, pending.size());
  }

  private void send(boolean waits, int length) {
    Outbox to = outbox;
    if (to == null || length == 0) {
      return;
    }
    if (waits) {
      to.awaitReady(() -> stopping);
    } else if (!to.isReady() && !stopping) {
      return;
    }
    byte[] bytes = pending.toByteArray();
    if (!stopping || to.isReady()) {
      // What a process writes after this is not to be shown before it.
      real.markPrinted(callId, ++messages);
      to.send(
          WorkerMessage.newBuilder()
              .setOutput(
                  Output.newBuilder()
                      .setCallId(callId)
                      .setError(pendingIsError)
                      .setBytes(ByteString.copyFrom(bytes, 0, length)))
              .build());
    }
    pending.reset();
    pending.write(bytes, length, bytes.length - length);
    lastSent = System.nanoTime();
  }
}
