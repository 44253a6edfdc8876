package dev.openmodal.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The threads of calls: each has a group, below the worker's own. A thread whose call has ended
 * well is kept for the next call of the same snapshot, since starting one takes longer than all the
 * rest of a small call. What user code has put into thread locals is seen by no other code.
 */
final class CallThreads {
  private final ProcessWatch processes;
  private final Deque<CallThread> idle = new ArrayDeque<>();
  private int most = 1;

  /**
   * @param processes does not take the threads for processes
   */
  CallThreads(ProcessWatch processes) {
    this.processes = processes;
  }

  /** From now on so many threads without a call are kept at most. */
  synchronized void keep(int threads) {
    most = threads;
  }

  /** A thread for a call of this snapshot, which is the caller's until it is given back. */
  synchronized CallThread take(String snapshotId) {
    while (!idle.isEmpty()) {
      CallThread kept = idle.pop();
      if (kept.isOf(snapshotId)) {
        return kept;
      }
      kept.end();
    }
    return new CallThread(snapshotId, processes);
  }

  /** Where the object of a service is made for the call with that output. */
  ServiceThread forService(String serviceId, OutputRouting routing, CallOutput output) {
    return new ServiceThread(serviceId, processes, routing, output);
  }

  /** To be called by the thread itself when its call has ended, before the next call starts. */
  synchronized void giveBack(CallThread thread, boolean endedWell) {
    if (endedWell && thread.isCleaned() && idle.size() < most) {
      idle.push(thread);
    } else {
      thread.end();
    }
  }

  /** Those of all calls and services, with what user code has started in their groups. */
  static List<Thread> all() {
    ThreadGroup[] groups = new ThreadGroup[root().activeGroupCount() + 16];
    List<Thread> threads = new ArrayList<>();
    for (ThreadGroup group : Arrays.copyOf(groups, root().enumerate(groups, false))) {
      if (group.getName().startsWith("openmodal-call")) {
        Thread[] its = new Thread[group.activeCount() + 16];
        threads.addAll(Arrays.asList(its).subList(0, group.enumerate(its)));
      }
    }
    return threads;
  }

  static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null && group.getName().startsWith("openmodal-call")) {
      group = group.getParent();
    }
    return group;
  }
}
