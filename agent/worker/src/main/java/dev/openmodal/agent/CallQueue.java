package dev.openmodal.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which calls run and which wait, in the order in which they came. */
final class CallQueue {
  private final int concurrency;
  private final Deque<CallRun> waiting = new ArrayDeque<>();
  private final Set<CallRun> running = new LinkedHashSet<>();

  CallQueue(int concurrency) {
    this.concurrency = concurrency;
  }

  synchronized void add(CallRun run) {
    waiting.add(run);
    startWaiting();
  }

  /** To be called by a run when it has ended, before its end is told. */
  synchronized void remove(CallRun run) {
    running.remove(run);
    startWaiting();
  }

  synchronized void cancel(Session session, long callId) {
    cancelWhere(session, callId, false);
  }

  synchronized void cancelAll(Session session) {
    cancelWhere(session, 0, true);
  }

  private void cancelWhere(Session session, long callId, boolean all) {
    for (CallRun run : new ArrayList<>(waiting)) {
      if (run.belongsTo(session) && (all || run.id() == callId)) {
        waiting.remove(run);
        run.dropBeforeStart();
      }
    }
    for (CallRun run : running) {
      if (run.belongsTo(session) && (all || run.id() == callId)) {
        run.cancel();
      }
    }
  }

  synchronized List<CallRun> running() {
    return List.copyOf(running);
  }

  private void startWaiting() {
    while (running.size() < concurrency && !waiting.isEmpty()) {
      CallRun next = waiting.remove();
      running.add(next);
      if (!next.start()) {
        running.remove(next);
      }
    }
  }
}
