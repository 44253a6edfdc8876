package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.spi.InstanceSpec.LogSink;
import dev.openmodal.wire.LogMarks;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a worker write by themselves: subprocesses of user code, and the JVM. It
 * goes to the call that runs; the agent's marks tell when all that a call's processes wrote has
 * arrived, and after which message of the call's own output something was written. What a call has
 * not taken yet is bounded: beyond 4 MiB nothing more is read from the processes, which then wait.
 */
final class WorkerLogs implements LogSink {
  private static final int LARGEST_TAIL = 2048;
  private static final long MOST_WAITING = 4L * 1024 * 1024;
  private static final Duration MARK_PATIENCE = Duration.ofMillis(500);

  private final Supplier<@Nullable Execution> running;
  private final LogMarks.Parser output = new LogMarks.Parser(sink(false));
  private final LogMarks.Parser error = new LogMarks.Parser(sink(true));

  @GuardedBy("this")
  private final Map<Long, Marks> awaited = new HashMap<>();

  @GuardedBy("this")
  private byte[] tail = new byte[0];

  @GuardedBy("this")
  private long waiting;

  private volatile boolean ready;
  private volatile boolean exit;

  private static final class Marks {
    boolean outputEnded;
    boolean errorEnded;
    int printed;
    @Nullable Runnable then;
  }

  /**
   * @param running the execution that runs now
   */
  WorkerLogs(Supplier<@Nullable Execution> running) {
    this.running = running;
  }

  void expect(Execution execution) {
    synchronized (this) {
      awaited.put(execution.id(), new Marks());
    }
  }

  void forget(Execution execution) {
    synchronized (this) {
      awaited.remove(execution.id());
      notifyAll();
    }
  }

  /** A message of the execution's own output was handed on. */
  synchronized void printed(Execution execution) {
    Marks marks = awaited.get(execution.id());
    if (marks != null) {
      marks.printed++;
      notifyAll();
    }
  }

  /** Reads on when so many were: what comes next was written after them. */
  private synchronized void awaitPrinted(LogMarks.Printed mark) {
    long start = System.nanoTime();
    try {
      for (Marks marks = awaited.get(mark.callId());
          marks != null && marks.printed < mark.messages();
          marks = awaited.get(mark.callId())) {
        long left = MARK_PATIENCE.toMillis() - (System.nanoTime() - start) / 1_000_000;
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by whoever ends the reading
    }
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

  /** Runs the action once all output of the execution has arrived, or after a short patience. */
  void whenComplete(Execution execution, Alarms alarms, Runnable action) {
    synchronized (this) {
      Marks marks = awaited.get(execution.id());
      if (marks != null && !(marks.outputEnded && marks.errorEnded)) {
        marks.then = action;
        alarms.after(MARK_PATIENCE, action);
        return;
      }
    }
    action.run();
  }

  @Override
  public void write(boolean toError, byte[] bytes, int length) {
    (toError ? error : output).feed(bytes, 0, length);
  }

  private LogMarks.Sink sink(boolean ofError) {
    return new LogMarks.Sink() {
      @Override
      public void plain(byte[] bytes, int offset, int length) {
        WorkerLogs.this.plain(ofError, Arrays.copyOfRange(bytes, offset, offset + length));
      }

      @Override
      public void mark(LogMarks.Mark mark) {
        if (mark instanceof LogMarks.End end) {
          ended(ofError, end.callId());
        } else if (mark instanceof LogMarks.Printed printed) {
          awaitPrinted(printed);
        } else if (mark instanceof LogMarks.Exit) {
          exit = true;
        }
      }
    };
  }

  private void plain(boolean toError, byte[] bytes) {
    synchronized (this) {
      byte[] joined = Arrays.copyOf(tail, tail.length + bytes.length);
      System.arraycopy(bytes, 0, joined, tail.length, bytes.length);
      int from = Math.max(0, joined.length - LARGEST_TAIL);
      tail = Arrays.copyOfRange(joined, from, joined.length);
    }
    Execution now = ready ? running.get() : null;
    if (now != null) {
      synchronized (this) {
        waiting += OutputBudget.weight(bytes.length);
      }
      now.output(toError, bytes, this::taken);
      awaitTaking();
    } else if (ready) {
      (toError ? System.err : System.out).write(bytes, 0, bytes.length);
      (toError ? System.err : System.out).flush();
    }
  }

  private synchronized void taken(int bytes) {
    waiting -= OutputBudget.weight(bytes);
    notifyAll();
  }

  private synchronized void awaitTaking() {
    try {
      while (waiting > MOST_WAITING) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by whoever ends the reading
    }
  }

  private void ended(boolean ofError, long callId) {
    Runnable then = null;
    synchronized (this) {
      Marks marks = awaited.get(callId);
      if (marks != null) {
        marks.outputEnded |= !ofError;
        marks.errorEnded |= ofError;
        if (marks.outputEnded && marks.errorEnded) {
          then = marks.then;
        }
      }
    }
    if (then != null) {
      then.run();
    }
  }
}
