package dev.openmodal.docker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.InstanceOutput;
import dev.openmodal.spi.StreamEnd;
import java.util.ArrayDeque;
import java.util.Queue;

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
  private final StreamEnd end = new StreamEnd();

  @GuardedBy("this")
  private final Queue<byte[]> frames = new ArrayDeque<>();

  @GuardedBy("this")
  private int bytes;

  @GuardedBy("this")
  private boolean isOver;

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
        end.handsOn(true);
        to.write(error, frame, frame.length);
        end.handsOn(false);
        frame = next();
      }
      if (!error) {
        to.end();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.reach();
    }
  }

  /** How far it has got. */
  StreamEnd end() {
    return end;
  }
}
