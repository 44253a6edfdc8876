package dev.openmodal.engine.pool;

import dev.openmodal.bridge.OwnThreads;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What travels beside the session for single calls: large arguments and large results, each by a
 * thread of its own, so that nothing waits for it but its call. It is given up when its call is
 * cancelled.
 */
final class Transfers {
  /** Moves the bytes; an interrupt ends it. */
  @FunctionalInterface
  interface Transfer {
    void run() throws IOException, InterruptedException;
  }

  /** What comes after it. */
  interface Outcome {
    void done();

    void failed(Exception why);

    void givenUp();
  }

  private final Map<Long, Thread> running = new ConcurrentHashMap<>();

  /** Starts a transfer, the only one of the execution now. If it is given up, nothing follows. */
  void start(Execution execution, Transfer transfer, Outcome outcome) {
    Thread thread =
        OwnThreads.daemon(
            "openmodal-bulk-of-" + execution.id(), () -> run(execution, transfer, outcome));
    running.put(execution.id(), thread);
    thread.start();
  }

  private void run(Execution execution, Transfer transfer, Outcome outcome) {
    Exception failure = null;
    try {
      transfer.run();
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure = e;
    }
    if (running.remove(execution.id()) == null) {
      outcome.givenUp();
    } else if (failure == null) {
      outcome.done();
    } else {
      outcome.failed(failure);
    }
  }

  /** Ends the execution's transfer; false if there is none, or no longer. */
  boolean giveUp(Execution execution) {
    Thread thread = running.remove(execution.id());
    if (thread == null) {
      return false;
    }
    thread.interrupt();
    return true;
  }
}
