package dev.openmodal.process;

import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.wire.LogMarks;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * One of a child's streams. What has arrived is handed on, without the ready mark, by whoever asks
 * for it: nobody waits in a read while the child lives, so that at a call's end it is known at once
 * that all of its output has been handed on.
 */
final class LogStream {
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
  private final LogMarks.Parser untilReady = new LogMarks.Parser(new Splitter());
  private final byte[] buffer = new byte[16 * 1024];
  private boolean isReady;
  private boolean hasEnded;

  LogStream(
      InputStream from, boolean error, InstanceSpec.LogSink to, IntConsumer onReady, Tap tap) {
    this.from = from;
    this.error = error;
    this.to = to;
    this.onReady = onReady;
    this.tap = tap;
  }

  /** Hands on what has arrived if there is room for it; answers whether there was anything. */
  boolean poll() {
    return to.hasRoom() && drain();
  }

  /** Hands on all that has arrived; answers whether there was anything. */
  synchronized boolean drain() {
    boolean any = false;
    try {
      for (int count; !hasEnded && (count = from.available()) > 0; any = true) {
        handOn(from.read(buffer, 0, Math.min(count, buffer.length)));
      }
    } catch (IOException e) {
      // The child has just ended: the rest is read then.
    }
    return any;
  }

  /** The child has ended: hands on the rest, for as long as something holds the stream, or less. */
  void drainToEnd(long millis) {
    synchronized (this) {
      hasEnded = true;
    }
    CountDownLatch end = new CountDownLatch(1);
    OwnThreads.daemon(
            "openmodal-last-words",
            () -> {
              readToEnd();
              end.countDown();
            })
        .start();
    try {
      end.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readToEnd() {
    byte[] rest = new byte[buffer.length];
    try {
      for (int count; (count = from.read(rest)) >= 0; ) {
        synchronized (this) {
          System.arraycopy(rest, 0, buffer, 0, count);
          handOn(count);
        }
      }
    } catch (IOException e) {
      // closed by somebody else who has read it
    }
    synchronized (this) {
      untilReady.close();
    }
  }

  private void handOn(int count) {
    if (count <= 0) {
      return;
    }
    if (error || isReady) {
      // Only what comes before the ready mark needs reading here.
      tap.see(buffer, 0, count);
      to.write(error, buffer, count);
    } else {
      untilReady.feed(buffer, 0, count);
      if (isReady) {
        untilReady.close();
      }
    }
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
      byte[] bytes =
          mark instanceof LogMarks.Start start ? LogMarks.start(start.callId()) : LogMarks.exit();
      to.write(error, bytes, bytes.length);
    }
  }
}
