package dev.openmodal.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which calls run and which wait, in the order in which they came. A call runs while its code does;
 * large arguments are read before its turn comes and a large result is written after it, so that
 * small calls need not wait for that. One large value is read or written at a time, as there may be
 * no memory for two.
 */
final class CallQueue {
  private int concurrency = 1;
  private final Deque<CallRun> waitingToRead = new ArrayDeque<>();
  private final Deque<CallRun> waiting = new ArrayDeque<>();
  private final Set<CallRun> running = new LinkedHashSet<>();
  private @Nullable CallRun large;

  /** From now on so many calls may run at a time. */
  synchronized void allow(int calls) {
    concurrency = calls;
    startWaiting();
  }

  /** How many calls may run at a time. */
  synchronized int concurrency() {
    return concurrency;
  }

  /** Memory has run out, and the client is being told: no call starts any more. */
  synchronized void stop() {
    concurrency = 0;
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

  /** To be called by a run that goes on for as long as its client likes. */
  synchronized void streams(CallRun run) {
    if (large == run) { // its large arguments are read
      large = null;
      startReading();
    }
  }

  /**
   * To be called by a run when it has ended, and has told its end.
   *
   * @return whether another run has something to tell soon
   */
  synchronized boolean remove(CallRun run) {
    running.remove(run);
    waiting.remove(run); // it has given up its turn
    if (large == run) {
      large = null;
      startReading();
    }
    startWaiting();
    return !running.isEmpty();
  }

  /** Takes calls back where they have not started: their client has another use for them. */
  synchronized void recall(Session session, Set<Long> calls) {
    for (CallRun run : takeUnstarted(run -> run.isOf(session) && calls.contains(run.id()))) {
      run.recall();
    }
  }

  synchronized void cancel(Session session, Set<Long> calls) {
    cancelWhere(run -> run.isOf(session) && calls.contains(run.id()));
  }

  synchronized void cancelAll(Session session) {
    cancelWhere(run -> run.isOf(session));
  }

  private List<CallRun> takeUnstarted(Predicate<CallRun> wanted) {
    List<CallRun> taken = new ArrayList<>();
    for (Deque<CallRun> queue : List.of(waitingToRead, waiting)) {
      queue.removeIf(run -> run != large && wanted.test(run) && taken.add(run));
    }
    return taken;
  }

  private void cancelWhere(Predicate<CallRun> wanted) {
    List<CallRun> started = new ArrayList<>(running);
    if (large != null && !running.contains(large)) {
      started.add(large);
    }
    takeUnstarted(wanted).forEach(CallRun::dropBeforeStart);
    started.stream().filter(wanted).forEach(CallRun::cancel);
  }

  synchronized List<CallRun> running() {
    return List.copyOf(running);
  }

  /** The session's call of that number, if it runs. */
  synchronized @Nullable CallRun running(Session session, long id) {
    for (CallRun run : running) {
      if (run.isOf(session) && run.id() == id) {
        return run;
      }
    }
    return null;
  }

  /** The session's call of that number, if it has started; its result may be being written. */
  synchronized @Nullable CallRun started(Session session, long id) {
    CallRun writing = large;
    if (writing != null && writing.isOf(session) && writing.id() == id && writing.hasStarted()) {
      return writing;
    }
    return running(session, id);
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
