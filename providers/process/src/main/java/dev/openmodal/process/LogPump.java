package dev.openmodal.process;

import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.wire.LogMarks;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Reads one of a child's streams to its end and hands it on, without the ready mark. */
final class LogPump {
  /** Sees what goes by. */
  @FunctionalInterface
  interface Tap {
    void see(byte[] bytes, int offset, int length);
  }

  private final InputStream from;
  private final boolean error;
  private final InstanceSpec.LogSink to;
  private final IntConsumer onReady;
  private final Tap tap;
  private final CountDownLatch end = new CountDownLatch(1);
  private boolean isReady;
  private volatile boolean isHandingOn;

  LogPump(InputStream from, boolean error, InstanceSpec.LogSink to, IntConsumer onReady, Tap tap) {
    this.from = from;
    this.error = error;
    this.to = to;
    this.onReady = onReady;
    this.tap = tap;
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
    LogMarks.Parser parser = new LogMarks.Parser(new Splitter());
    byte[] buffer = new byte[16 * 1024];
    try {
      for (int count; (count = read(buffer)) >= 0; ) {
        isHandingOn = true;
        if (error || isReady) {
          // Only what comes before the ready mark needs reading here.
          tap.see(buffer, 0, count);
          to.write(error, buffer, count);
        } else {
          parser.feed(buffer, 0, count);
          if (isReady) {
            parser.close();
          }
        }
      }
      parser.close();
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

  private final class Splitter implements LogMarks.Sink {
    @Override
    public void plain(byte[] bytes, int offset, int length) {
      byte[] copy = new byte[length];
      System.arraycopy(bytes, offset, copy, 0, length);
      tap.see(copy, 0, length);
      to.write(error, copy, length);
    }

    @Override
    public void mark(LogMarks.Mark mark) {
      if (mark instanceof LogMarks.Ready ready && !isReady) {
        isReady = true;
        onReady.accept(ready.port());
        return;
      }
      byte[] bytes = mark.bytes();
      to.write(error, bytes, bytes.length);
    }
  }
}
