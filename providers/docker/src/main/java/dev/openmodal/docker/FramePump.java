package dev.openmodal.docker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.InstanceOutput;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hands on what comes on one of a container's two streams, on a thread of its own: the Engine sends
 * both on one connection, and whoever takes one may wait for something of the other.
 */
final class FramePump {
  /**
   * So much may wait here; then the connection is not read on, and the container's writers wait.
   */
  private static final int MOST_BYTES = 1 << 20;

  private final boolean error;
  private final InstanceOutput to;
  private final CountDownLatch end = new CountDownLatch(1);

  @GuardedBy("this")
  private final Queue<byte[]> frames = new ArrayDeque<>();

  @GuardedBy("this")
  private int bytes;

  @GuardedBy("this")
  private boolean isOver;

  private volatile boolean isHandingOn;

  FramePump(boolean error, InstanceOutput to) {
    this.error = error;
    this.to = to;
  }

  void start() {
    OwnThreads.daemon(error ? "openmodal-err" : "openmodal-out", this::run).start();
  }

  /** Takes the next bytes; waits where there are too many. */
  synchronized void put(byte[] frame) {
    try {
      while (bytes > MOST_BYTES && !isOver) {
        wait();
      }
      frames.add(frame);
      bytes += frame.length;
      notifyAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by whoever ends the connection
    }
  }

  /** Nothing more comes. */
  synchronized void close() {
    isOver = true;
    notifyAll();
  }

  /** The next bytes; none at the end. */
  private synchronized byte[] next() throws InterruptedException {
    while (frames.isEmpty() && !isOver) {
      wait();
    }
    byte[] frame = frames.poll();
    if (frame == null) {
      return new byte[0];
    }
    bytes -= frame.length;
    notifyAll();
    return frame;
  }

  private void run() {
    try {
      byte[] frame = next();
      while (frame.length > 0) {
        isHandingOn = true;
        to.write(error, frame, frame.length);
        isHandingOn = false;
        frame = next();
      }
      if (!error) {
        to.end();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.countDown();
    }
  }

  /**
   * Answers whether all has been handed on within the time.
   *
   * @param untilTaken whether that does not count while whoever takes it is not ready for more
   */
  boolean awaitEnd(long millis, boolean untilTaken) {
    try {
      while (!end.await(millis, TimeUnit.MILLISECONDS)) {
        if (!untilTaken || !isHandingOn) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
