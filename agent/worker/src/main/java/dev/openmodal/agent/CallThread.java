package dev.openmodal.agent;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs calls of one snapshot, one after the other, in a group of its own. User code
 * sees a plain thread.
 */
final class CallThread {
  private static final String NAME = "openmodal-call";
  private static final AtomicLong GROUPS = new AtomicLong();

  private final String snapshotId;
  private final ProcessWatch processes;
  private final ThreadGroup group =
      new ThreadGroup(CallThreads.root(), NAME + "-" + GROUPS.incrementAndGet());
  private final Thread thread = new Thread(group, this::run, NAME, 0, false);
  private volatile @Nullable Runnable next;
  private volatile boolean hasToEnd;

  /**
   * In a daemon group, which goes with its last thread. Nothing is inherited from the thread that
   * makes it, which can be that of the call before, as user code has left it.
   */
  @SuppressWarnings({
    "removal", // newer Javas do by themselves what the daemon group asks for
    "ThreadPriorityCheck" // not to change one, but to have the usual one
  })
  CallThread(String snapshotId, ProcessWatch processes) {
    this.snapshotId = snapshotId;
    this.processes = processes;
    group.setDaemon(true);
    thread.setDaemon(true);
    thread.setPriority(Thread.NORM_PRIORITY);
    thread.setContextClassLoader(null);
  }

  /** Runs the task now: there is none other. */
  void take(Runnable task) {
    next = task;
    if (thread.getState() == Thread.State.NEW) {
      processes.start(thread);
    } else {
      LockSupport.unpark(thread);
    }
  }

  /** Ends when its task is over. */
  void end() {
    hasToEnd = true;
    LockSupport.unpark(thread);
  }

  boolean isOf(String snapshot) {
    return snapshotId.equals(snapshot);
  }

  /** Interrupts the thread and those that user code has started in its group. */
  void interrupt() {
    thread.interrupt();
    started().forEach(Thread::interrupt);
  }

  Thread thread() {
    return thread;
  }

  /** The name of its group, which no other one has. */
  String groupName() {
    return group.getName();
  }

  /** Those that user code has started in its group and that go on. */
  List<Thread> started() {
    Thread[] threads = new Thread[group.activeCount() + 16];
    int count = group.enumerate(threads);
    return Arrays.stream(threads, 0, count).filter(each -> each != thread).toList();
  }

  /** Undoes what user code can do to its thread; false if it has left others in its group. */
  boolean isCleaned() {
    thread.setName(NAME);
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler(null);
    return thread.getPriority() == Thread.NORM_PRIORITY && group.activeCount() <= 1;
  }

  private void run() {
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
}
