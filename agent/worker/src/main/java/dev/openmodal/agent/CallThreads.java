package dev.openmodal.agent;

import org.jspecify.annotations.Nullable;

/**
 * The threads of calls: each has a group, below the worker's own. A thread whose call has ended
 * well is kept for the next call of the same snapshot, since starting one takes longer than all the
 * rest of a small call. What user code has put into thread locals is seen by no other code.
 */
final class CallThreads {
  private final ProcessWatch processes;
  private @Nullable CallThread idle;

  /**
   * @param processes does not take the threads for processes
   */
  CallThreads(ProcessWatch processes) {
    this.processes = processes;
  }

  /** A thread for a call of this snapshot, which is the caller's until it is given back. */
  synchronized CallThread take(String snapshotId) {
    CallThread kept = idle;
    idle = null;
    if (kept != null && kept.isOf(snapshotId)) {
      return kept;
    }
    if (kept != null) {
      kept.end();
    }
    return new CallThread(snapshotId, processes);
  }

  /** To be called by the thread itself when its call has ended, before the next call starts. */
  synchronized void giveBack(CallThread thread, boolean endedWell) {
    if (endedWell && thread.isCleaned() && idle == null) {
      idle = thread;
    } else {
      thread.end();
    }
  }

  static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null && group.getName().startsWith("openmodal-call")) {
      group = group.getParent();
    }
    return group;
  }
}
