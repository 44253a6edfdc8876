package dev.openmodal.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which calls run and which wait, in the order in which they came. A call runs while its code does;
 * large arguments are read before its turn comes and a large result is written after it, so that
 * small calls need not wait for that. One large value is read or written at a time, as there may be
 * no memory for two.
 */
final class CallQueue {
  private final int concurrency;
  private final Deque<CallRun> waitingToRead = new ArrayDeque<>();
  private final Deque<CallRun> waiting = new ArrayDeque<>();
  private final Set<CallRun> running = new LinkedHashSet<>();
  private @Nullable CallRun large;

  CallQueue(int concurrency) {
    this.concurrency = concurrency;
  }

  synchronized void add(CallRun run) {
    if (run.hasLargeArguments()) {
      waitingToRead.add(run);
      startReading();
    } else {
      waiting.add(run);
      startWaiting();
    }
  }

  /** To be called by a run that has read its large arguments: {@link CallRun#start} follows. */
  synchronized void hasRead(CallRun run) {
    waiting.add(run);
    startWaiting();
  }

  /**
   * To be called by a run whose code has ended and whose result turns out to be large: lets the
   * next call run, unless another one is about something large.
   */
  synchronized void writesLargeResult(CallRun run) {
    if (large == null || large == run) {
      large = run;
      running.remove(run);
      startWaiting();
    }
  }

  /** To be called by a run when it has ended, before its end is told. */
  synchronized void remove(CallRun run) {
    running.remove(run);
    waiting.remove(run); // it has given up its turn
    if (large == run) {
      large = null;
      startReading();
    }
    startWaiting();
  }

  synchronized void cancel(Session session, long callId) {
    cancelWhere(session, callId, false);
  }

  synchronized void cancelAll(Session session) {
    cancelWhere(session, 0, true);
  }

  private void cancelWhere(Session session, long callId, boolean all) {
    List<CallRun> started = new ArrayList<>(running);
    if (large != null && !running.contains(large)) {
      started.add(large);
    }
    for (Deque<CallRun> queue : List.of(waitingToRead, waiting)) {
      for (CallRun run : new ArrayList<>(queue)) {
        if (run != large && run.isOf(session, callId, all)) {
          queue.remove(run);
          run.dropBeforeStart();
        }
      }
    }
    for (CallRun run : started) {
      if (run.isOf(session, callId, all)) {
        run.cancel();
      }
    }
  }

  synchronized List<CallRun> running() {
    return List.copyOf(running);
  }

  private void startReading() {
    while (large == null && !waitingToRead.isEmpty()) {
      CallRun next = waitingToRead.remove();
      if (next.startReading()) {
        large = next;
      }
    }
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
