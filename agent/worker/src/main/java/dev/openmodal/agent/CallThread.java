package dev.openmodal.agent;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs calls of one snapshot, one after the other, in a group of its own. */
final class CallThread extends Thread {
  private static final String NAME = "openmodal-call";

  private final String snapshotId;
  private volatile @Nullable Runnable next;
  private volatile boolean hasToEnd;

  /** In a daemon group, which goes with its last thread; thread locals are not inherited. */
  @SuppressWarnings("removal") // newer Javas do by themselves what the daemon group asks for
  CallThread(String snapshotId) {
    super(new ThreadGroup(CallThreads.root(), NAME), null, NAME, 0, false);
    this.snapshotId = snapshotId;
    group().setDaemon(true);
    setDaemon(true);
  }

  /** Runs the task now: there is none other. */
  void take(Runnable task) {
    next = task;
    if (getState() == State.NEW) {
      start();
    } else {
      LockSupport.unpark(this);
    }
  }

  /** Ends when its task is over. */
  void end() {
    hasToEnd = true;
    LockSupport.unpark(this);
  }

  boolean isOf(String snapshot) {
    return snapshotId.equals(snapshot);
  }

  /** Undoes what user code can do to its thread; false if it has left others in its group. */
  boolean isCleaned() {
    setName(NAME);
    setContextClassLoader(null);
    setUncaughtExceptionHandler(null);
    return getPriority() == NORM_PRIORITY && group().activeCount() <= 1;
  }

  @Override
  public void run() {
    while (true) {
      Runnable task = next;
      if (task != null) {
        next = null;
        task.run();
      } else if (hasToEnd) {
        return;
      } else {
        LockSupport.park(this);
      }
    }
  }

  private ThreadGroup group() {
    ThreadGroup group = getThreadGroup();
    if (group == null) {
      throw new IllegalStateException("the thread has ended");
    }
    return group;
  }
}
