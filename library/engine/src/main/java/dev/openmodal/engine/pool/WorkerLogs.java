package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.spi.InstanceSpec.LogSink;
import dev.openmodal.wire.LogMarks;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a worker write by themselves: subprocesses of user code, and the JVM. It
 * goes to the call that runs; where calls follow each other closely, the agent's marks tell whose
 * it is. What a call has not taken yet is bounded: beyond 4 MiB there is no room for more, and the
 * processes wait.
 */
final class WorkerLogs implements LogSink {
  private static final int LARGEST_TAIL = 2048;
  private static final long MOST_WAITING = 4L * 1024 * 1024;

  private final LongFunction<@Nullable Execution> inFlight;
  private final Supplier<@Nullable Execution> running;
  private final Stream output = new Stream(false);
  private final Stream error = new Stream(true);

  @GuardedBy("this")
  private byte[] tail = new byte[0];

  @GuardedBy("this")
  private long waiting;

  private volatile boolean ready;
  private volatile boolean exit;

  /**
   * @param inFlight the execution of that number, if it is on this worker
   * @param running the execution that runs now
   */
  WorkerLogs(LongFunction<@Nullable Execution> inFlight, Supplier<@Nullable Execution> running) {
    this.inFlight = inFlight;
    this.running = running;
  }

  /** From now on what is written is user code's. */
  void ready() {
    ready = true;
  }

  /** Whether the JVM said that it was ended by its own code. */
  boolean sawExit() {
    return exit;
  }

  /** The last lines that were written, as a sentence; empty if there are none. */
  String tail() {
    byte[] last;
    synchronized (this) {
      last = tail;
    }
    String text = new String(last, Charset.defaultCharset()).strip();
    return text.isEmpty() ? "" : "It wrote last:\n" + text + "\n";
  }

  /** What was held back, because it could be the beginning of a mark, is none. */
  void settle() {
    output.settle();
    error.settle();
  }

  @Override
  public void write(boolean toError, byte[] bytes, int length) {
    (toError ? error : output).feed(bytes, length);
  }

  @Override
  public synchronized boolean hasRoom() {
    return waiting <= MOST_WAITING;
  }

  /** One of the two streams. */
  private final class Stream implements LogMarks.Sink {
    private final boolean isError;
    private final LogMarks.Parser parser = new LogMarks.Parser(this);
    private @Nullable Execution owner;

    Stream(boolean isError) {
      this.isError = isError;
    }

    synchronized void feed(byte[] bytes, int length) {
      parser.feed(bytes, 0, length);
    }

    synchronized void settle() {
      parser.close();
    }

    @Override
    public void plain(byte[] bytes, int offset, int length) {
      Execution by = owner;
      WorkerLogs.this.plain(
          isError,
          Arrays.copyOfRange(bytes, offset, offset + length),
          by != null && !by.isEnded() ? by : running.get());
    }

    @Override
    public void mark(LogMarks.Mark mark) {
      if (mark instanceof LogMarks.Start start) {
        owner = inFlight.apply(start.callId());
      } else if (mark instanceof LogMarks.Exit) {
        exit = true;
      }
    }
  }

  private void plain(boolean toError, byte[] bytes, @Nullable Execution by) {
    synchronized (this) {
      byte[] joined = Arrays.copyOf(tail, tail.length + bytes.length);
      System.arraycopy(bytes, 0, joined, tail.length, bytes.length);
      int from = Math.max(0, joined.length - LARGEST_TAIL);
      tail = Arrays.copyOfRange(joined, from, joined.length);
    }
    Execution now = ready ? by : null;
    if (now != null) {
      synchronized (this) {
        waiting += OutputBudget.weight(bytes.length);
      }
      now.output(toError, bytes, this::taken);
    } else if (ready) {
      (toError ? System.err : System.out).write(bytes, 0, bytes.length);
      (toError ? System.err : System.out).flush();
    }
  }

  private synchronized void taken(int bytes) {
    waiting -= OutputBudget.weight(bytes);
  }
}
