package dev.openmodal.process;

import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.InstanceOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads one of a child's streams to its end and hands it on. */
final class LogPump {
  private final InputStream from;
  private final boolean error;
  private final InstanceOutput to;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean isHandingOn;

  LogPump(InputStream from, boolean error, InstanceOutput to) {
    this.from = from;
    this.error = error;
    this.to = to;
  }

  void start(String name) {
    daemon(this::run, name).start();
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = OwnThreads.daemon(name, task);
    return thread;
  }

  /**
   * Answers whether the stream has been read to its end within the time.
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

  private void run() {
    byte[] buffer = new byte[16 * 1024];
    try {
      for (int count; (count = read(buffer)) >= 0; ) {
        isHandingOn = true;
        to.write(error, buffer, count);
      }
      if (!error) {
        to.end();
      }
    } catch (IOException e) {
      // The child has ended.
    } finally {
      end.countDown();
    }
  }

  private int read(byte[] buffer) throws IOException {
    isHandingOn = false;
    return from.read(buffer);
  }
}
