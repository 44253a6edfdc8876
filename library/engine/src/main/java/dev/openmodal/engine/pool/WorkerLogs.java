package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.spi.InstanceSpec.LogSink;
import dev.openmodal.wire.LogMarks;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a worker write by themselves: subprocesses of user code, and the JVM. It
 * goes to the call that runs; the agent's marks tell when all that a call's processes wrote has
 * arrived, and between which messages of the call's own output something was written. What a call
 * has not taken yet is bounded: beyond 4 MiB nothing more is read from the processes, which then
 * wait.
 */
final class WorkerLogs implements LogSink {
  private static final int LARGEST_TAIL = 2048;
  private static final long MOST_WAITING = 4L * 1024 * 1024;

  private final Writers writers;
  private final Alarms alarms;
  private final boolean isPrompt;
  private final LogMarks.Parser output = new LogMarks.Parser(sink(false));
  private final LogMarks.Parser error = new LogMarks.Parser(sink(true));
  private final ReentrantLock ofOutput = new ReentrantLock();
  private final ReentrantLock ofError = new ReentrantLock();

  @GuardedBy("this")
  private final Map<Long, OutputOrder> orders = new HashMap<>();

  @GuardedBy("this")
  private byte[] tail = new byte[0];

  @GuardedBy("this")
  private long waiting;

  /** Whose processes write. */
  interface Writers {
    /** The execution of what comes now on one of the two streams; null if none runs. */
    @Nullable Execution writing(boolean inError);
  }

  private volatile boolean ready;
  private volatile boolean exit;
  private volatile boolean lapsed;

  /**
   * @param writers know whose output it is
   * @param isPrompt whether what is written here comes at once
   */
  WorkerLogs(Writers writers, Alarms alarms, boolean isPrompt) {
    this.writers = writers;
    this.alarms = alarms;
    this.isPrompt = isPrompt;
  }

  void expect(Execution execution) {
    OutputOrder order = new OutputOrder(execution, alarms, isPrompt);
    synchronized (this) {
      orders.put(execution.id(), order);
    }
  }

  /** Nothing more comes from it: what was held back of its output is handed on. */
  void forget(Execution execution) {
    OutputOrder order;
    synchronized (this) {
      order = orders.remove(execution.id());
    }
    if (order != null) {
      order.giveUp();
    }
  }

  /** A message of the execution's own output. */
  void printed(Execution execution, boolean error, byte[] bytes, IntConsumer taken) {
    OutputOrder order = order(execution.id());
    if (order == null) {
      taken.accept(bytes.length); // it has just ended
    } else {
      order.printed(error, bytes, taken);
    }
  }

  /** Whether that stream has come to the mark of the execution's end. */
  boolean hasPassedEnd(Execution execution, boolean inError) {
    OutputOrder order = order(execution.id());
    return order == null || order.hasEnded(inError);
  }

  private synchronized @Nullable OutputOrder order(long callId) {
    return orders.get(callId);
  }

  /** From now on what is written is user code's. */
  void ready() {
    ready = true;
  }

  /** Whether the JVM said that it was ended by its own code. */
  boolean sawExit() {
    return exit;
  }

  /** Whether the agent said that it heard nothing of this client for too long. */
  boolean sawLapse() {
    return lapsed;
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

  /**
   * Runs the action once all output of the execution has arrived, or after a short patience.
   *
   * @param isMarked whether the end is marked here
   */
  void whenComplete(Execution execution, boolean isMarked, Runnable action) {
    OutputOrder order = isMarked && isPrompt ? order(execution.id()) : null;
    if (order == null) {
      action.run();
    } else {
      order.whenComplete(action);
    }
  }

  @Override
  public void write(boolean toError, byte[] bytes, int length) {
    ReentrantLock lock = toError ? ofError : ofOutput;
    lock.lock();
    try {
      (toError ? error : output).feed(bytes, 0, length);
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more comes: what looked like the beginning of a mark was none. */
  void end() {
    end(ofOutput, output);
    end(ofError, error);
  }

  /** Where something is being taken still, it is not waited for: that may be for ever. */
  private static void end(ReentrantLock lock, LogMarks.Parser parser) {
    if (lock.tryLock()) {
      try {
        parser.close();
      } finally {
        lock.unlock();
      }
    }
  }

  private LogMarks.Sink sink(boolean ofError) {
    return new LogMarks.Sink() {
      @Override
      public void plain(byte[] bytes, int offset, int length) {
        WorkerLogs.this.plain(ofError, Arrays.copyOfRange(bytes, offset, offset + length));
      }

      @Override
      public void mark(LogMarks.Mark mark) {
        if (mark instanceof LogMarks.Exit) {
          exit = true;
        } else if (mark instanceof LogMarks.Lapsed) {
          lapsed = true;
        } else if (mark instanceof LogMarks.End end) {
          OutputOrder order = order(end.callId());
          if (order != null) {
            order.end(ofError);
          }
        } else if (mark instanceof LogMarks.Printed printed) {
          OutputOrder order = order(printed.callId());
          if (order != null) {
            order.pass(ofError, printed.messages());
          }
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
    Execution now = ready ? writers.writing(toError) : null;
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
}
