package dev.openmodal.agent;

import dev.openmodal.wire.LogMarks;

/** The threads of calls: each call has a group, below the worker's own. */
final class CallThreads {
  private CallThreads() {}

  static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null && group.getName().startsWith("openmodal-call-")) {
      group = group.getParent();
    }
    return group;
  }

  static void interruptOthers(Thread ofCall) {
    ThreadGroup group = ofCall.getThreadGroup();
    if (group == null) {
      return;
    }
    Thread[] threads = new Thread[group.activeCount() + 16];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i] != ofCall) {
        threads[i].interrupt();
      }
    }
  }

  /** Says on both of the process's streams that what comes next is not of this call. */
  static void markEnd(RealOutput real, long callId) {
    byte[] mark = LogMarks.end(callId);
    real.write(false, mark);
    real.write(true, mark);
  }
}
