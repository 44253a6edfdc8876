package dev.openmodal.engine.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The events of one execution, for a thread that waits for them. */
public final class Inbox implements Execution.Receiver {
  private final Queue<Execution.Event> events = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread waiting;
  private volatile boolean abandoned;
  private volatile @Nullable OutputTaker outputs;

  /**
   * Waits for the next event. Without a lock: jshell stops a snippet by an exception that may be
   * thrown anywhere, and whoever waits must be able to leave from anywhere.
   */
  public Execution.Event next() throws InterruptedException {
    waiting = Thread.currentThread();
    while (true) {
      if (!(events.peek() instanceof Execution.Ended) && Thread.interrupted()) {
        throw new InterruptedException(); // before output, of which there may be no end
      }
      Execution.Event event = events.poll();
      if (event != null) {
        return event;
      }
      LockSupport.park(this);
    }
  }

  /** Output goes elsewhere from now on. */
  public void divert(OutputTaker taker) {
    outputs = taker;
  }

  /** Where output can go. */
  public interface OutputTaker {
    /** Shows it, and says how much was shown. */
    void print(boolean error, byte[] bytes, IntConsumer taken);
  }

  @Override
  public void take(Execution.Event event) {
    OutputTaker elsewhere = outputs;
    if (elsewhere != null && event instanceof Execution.Output output) {
      elsewhere.print(output.error(), output.bytes(), output.taken());
      return;
    }
    events.add(event);
    LockSupport.unpark(waiting);
    if (abandoned) {
      drop();
    }
  }

  @Override
  public boolean isBehind() {
    return !events.isEmpty();
  }

  /** Nobody waits for the events any more: what they hold is let go. */
  public void abandon() {
    abandoned = true;
    drop();
  }

  private void drop() {
    for (Execution.Event event = events.poll(); event != null; event = events.poll()) {
      if (event instanceof Execution.Output output) {
        output.taken().accept(output.bytes().length);
      } else if (event instanceof Execution.Ended over) {
        over.end().drop();
      }
    }
  }
}
