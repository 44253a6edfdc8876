package dev.openmodal.spi;

import dev.openmodal.wire.LogMarks;
import java.util.function.IntConsumer;

/**
 * What the processes of an instance write, on its way to who takes it: finds the mark by which the
 * agent says on which port it listens, and remembers what was said before, for who has to tell why
 * an instance did not start. Each of the two streams by one thread.
 */
public final class InstanceOutput {
  private final InstanceSpec.LogSink to;
  private final IntConsumer onReady;
  private final Tail beforeReady = new Tail();
  private final LogMarks.Parser untilReady = new LogMarks.Parser(new Splitter());
  private volatile boolean isReady;

  /**
   * @param to takes everything but the mark
   * @param onReady takes the port, once
   */
  public InstanceOutput(InstanceSpec.LogSink to, IntConsumer onReady) {
    this.to = to;
    this.onReady = onReady;
  }

  /**
   * Hands on what was written.
   *
   * @param error whether to standard error
   * @param bytes holds it from 0 to length
   * @param length how many
   */
  public void write(boolean error, byte[] bytes, int length) {
    if (error || isReady) {
      // Only what comes before the ready mark needs reading here.
      hear(bytes, length);
      to.write(error, bytes, length);
    } else {
      untilReady.feed(bytes, 0, length);
      if (isReady) {
        untilReady.close();
      }
    }
  }

  /** Nothing more comes on standard output: what was held back is handed on. */
  public void end() {
    untilReady.close();
  }

  /**
   * The last two kilobytes that were written before the instance was ready, without white space
   * around them; empty if nothing was. The JVM says on its standard output, too, why it does not
   * start.
   */
  public String tail() {
    return beforeReady.text();
  }

  private void hear(byte[] bytes, int length) {
    if (!isReady) {
      beforeReady.add(bytes, 0, length);
    }
  }

  private final class Splitter implements LogMarks.Sink {
    @Override
    public void plain(byte[] bytes, int offset, int length) {
      byte[] copy = new byte[length];
      System.arraycopy(bytes, offset, copy, 0, length);
      hear(copy, length);
      to.write(false, copy, length);
    }

    @Override
    public void mark(LogMarks.Mark mark) {
      if (mark instanceof LogMarks.Ready ready && !isReady) {
        isReady = true;
        onReady.accept(ready.port());
        return;
      }
      byte[] bytes = mark.bytes();
      to.write(false, bytes, bytes.length);
    }
  }
}
