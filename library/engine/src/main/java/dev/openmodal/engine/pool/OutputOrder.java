package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The order of one call's output, which comes on two ways: what the code prints in numbered
 * messages, what its processes write through the instance's own output and error. The agent marks
 * each message there before it sends it. A message is handed on once both streams have passed its
 * mark, and they are read on once it was handed on. Where a mark or a message does not come for
 * half a second though the caller has taken everything else, the order of this call is given up.
 */
final class OutputOrder {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Execution execution;
  private final Alarms alarms;

  @GuardedBy("this")
  private final Queue<Execution.Output> held = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean isKept;

  @GuardedBy("this")
  private int handedOn;

  @GuardedBy("this")
  private int passedInOutput;

  @GuardedBy("this")
  private int passedInError;

  @GuardedBy("this")
  private boolean outputEnded;

  @GuardedBy("this")
  private boolean errorEnded;

  @GuardedBy("this")
  private boolean isWatched;

  @GuardedBy("this")
  private @Nullable Runnable whenComplete;

  /**
   * @param holds whether messages wait for their marks
   */
  OutputOrder(Execution execution, Alarms alarms, boolean holds) {
    this.execution = execution;
    this.alarms = alarms;
    isKept = holds;
  }

  /** The next message of what the code prints. */
  synchronized void printed(boolean error, byte[] bytes, IntConsumer taken) {
    held.add(new Execution.Output(error, bytes, taken));
    handOn();
    watch();
  }

  /** One of the streams is at the mark of that message; returns when it may be read on. */
  synchronized void pass(boolean inError, int message) {
    if (inError) {
      passedInError = message;
    } else {
      passedInOutput = message;
    }
    handOn();
    try {
      awaitHandedOn(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by whoever ends the reading
    }
  }

  @GuardedBy("this")
  private void awaitHandedOn(int message) throws InterruptedException {
    long start = System.nanoTime();
    int before = handedOn;
    while (isKept && handedOn < message) {
      if (handedOn != before || execution.isBehind()) {
        start = System.nanoTime();
        before = handedOn;
      }
      long left = PATIENCE.toMillis() - (System.nanoTime() - start) / 1_000_000;
      if (left <= 0) {
        giveUp();
      } else {
        wait(left);
      }
    }
  }

  /** One of the streams is at the mark of the call's end. */
  void end(boolean inError) {
    Runnable then = null;
    synchronized (this) {
      outputEnded |= !inError;
      errorEnded |= inError;
      if (outputEnded && errorEnded) {
        then = whenComplete;
      }
    }
    if (then != null) {
      then.run();
    }
  }

  /** Whether that stream has come to the mark of the call's end. */
  synchronized boolean hasEnded(boolean inError) {
    return inError ? errorEnded : outputEnded;
  }

  /** Runs the action once both streams are at the end, or after a short patience. */
  void whenComplete(Runnable action) {
    synchronized (this) {
      if (!(outputEnded && errorEnded)) {
        whenComplete = action;
        alarms.after(PATIENCE, action);
        return;
      }
    }
    action.run();
  }

  /** Hands on what is left, and holds back nothing any more. */
  synchronized void giveUp() {
    isKept = false;
    handOn();
    notifyAll();
  }

  @GuardedBy("this")
  private void handOn() {
    while (!held.isEmpty() && (!isKept || Math.min(passedInOutput, passedInError) > handedOn)) {
      execution.publish(held.remove());
      handedOn++;
      notifyAll();
    }
  }

  @GuardedBy("this")
  private void watch() {
    if (!held.isEmpty() && !isWatched) {
      isWatched = true;
      int before = handedOn;
      alarms.after(PATIENCE, () -> look(before));
    }
  }

  private synchronized void look(int before) {
    isWatched = false;
    if (!held.isEmpty() && handedOn == before && !execution.isBehind()) {
      giveUp();
    }
    watch();
  }
}
