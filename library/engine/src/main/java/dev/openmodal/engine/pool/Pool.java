package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * This client's workers of one kind: started on demand, several at a time where there is work for
 * them, kept warm for a while after their last call, replaced when they are lost. Calls wait in
 * lines; workers that are ready take from them in turn.
 */
public final class Pool {
  /** A call that has lost so many workers while it ran on them does not run again. */
  public static final int MOST_LOSSES = 3;

  /** So many workers in a row may end before a call could start on one. */
  private static final int MOST_USELESS = 3;

  /** So many in a row may be killed by somebody else before they are ready. */
  private static final int MOST_KILLED = 20;

  private static final Duration GRACE = Duration.ofMillis(300);

  private final PoolKey key;
  private final WorkerStarter starter;
  private final AtomicBoolean wasIdle = new AtomicBoolean();
  private final AtomicBoolean isDispatchPlanned = new AtomicBoolean();
  private final SendAhead sendAhead = new SendAhead();
  private final CallLine single = new CallLine();

  @GuardedBy("this")
  private final CallLines lines = new CallLines();

  @GuardedBy("this")
  private final Workers workers;

  @GuardedBy("this")
  private int useless;

  @GuardedBy("this")
  private int killed;

  @GuardedBy("this")
  private boolean isLeaving;

  private volatile boolean isUsed;
  private volatile Duration scaledownWindow = Duration.ZERO;

  Pool(PoolKey key, WorkerStarter starter) {
    this.key = key;
    this.starter = starter;
    workers =
        new Workers(
            key,
            starter.provider().mostStarting(),
            sendAhead,
            starter.alarms(),
            this::dispatch,
            this::retryStarts);
  }

  /** A line of its own, whose calls take turns with those of the others. */
  public CallLine openLine() {
    return new CallLine();
  }

  /**
   * Runs it on a warm worker, or starts one.
   *
   * @param window how long the worker stays warm afterwards
   */
  public void submit(Execution execution, Duration window) {
    submit(execution, single, window);
    dispatch();
  }

  /** Starts a worker for a call that is about to come, which {@link #submit} does where none is. */
  public void expect(Duration window) {
    Worker added;
    synchronized (this) {
      if (isLeaving || workers.size() > 0) {
        return;
      }
      scaledownWindow = window;
      added = new Worker(key, starter, new Listener());
      workers.add(added);
    }
    added.start();
  }

  private void submit(Execution execution, CallLine line, Duration window) {
    scaledownWindow = window;
    synchronized (this) {
      isUsed = true;
      lines.add(line, execution);
    }
  }

  /** The same soon, together with what else comes at that time. */
  public void submitSoon(Execution execution, CallLine line, Duration window) {
    submit(execution, line, window);
    if (isDispatchPlanned.compareAndSet(false, true)) {
      starter.network().execute(this::dispatchAsPlanned);
    }
  }

  private void dispatchAsPlanned() {
    isDispatchPlanned.set(false);
    dispatch();
  }

  /**
   * Interrupts it; where it does not end within the grace, its worker is ended and whatever else
   * ran there runs again elsewhere.
   */
  public void cancel(Execution execution) {
    execution.cancelled();
    if (execution.isEnded()) {
      return;
    }
    boolean isWaiting;
    synchronized (this) {
      isWaiting = lines.remove(execution);
    }
    if (isWaiting) {
      execution.end(Execution.asCancelled(execution), "");
    } else {
      cancelOnWorkers(List.of(execution));
    }
  }

  /** Cancels all of the line, waiting or not. */
  public void cancelAll(CallLine line, Collection<Execution> executions) {
    executions.forEach(Execution::cancelled);
    List<Execution> waiting;
    synchronized (this) {
      waiting = lines.takeAll(line);
    }
    endAsCancelled(waiting);
    cancelOnWorkers(executions.stream().filter(e -> !e.isEnded()).toList());
  }

  private static void endAsCancelled(List<Execution> waiting) {
    waiting.forEach(execution -> execution.end(Execution.asCancelled(execution), ""));
  }

  private void cancelOnWorkers(List<Execution> executions) {
    Map<Worker, List<Execution>> byWorker = new LinkedHashMap<>();
    for (Execution execution : executions) {
      Worker on = execution.worker();
      if (on != null) { // else on its way to one, which sees that it is cancelled
        byWorker.computeIfAbsent(on, worker -> new ArrayList<>()).add(execution);
      }
    }
    byWorker.forEach(
        (on, calls) -> {
          on.cancel(calls);
          starter.alarms().after(GRACE, () -> endUnlessDone(on, calls));
        });
  }

  private static void endUnlessDone(Worker on, List<Execution> cancelled) {
    if (cancelled.stream().anyMatch(e -> !e.isEnded() && e.worker() == on)) {
      on.kill();
    }
  }

  /** Lets the workers on which something lives close it and end; answers their ends. */
  List<CompletableFuture<?>> leave() {
    List<Worker> all;
    synchronized (this) {
      isLeaving = true;
      all = key.service().isEmpty() ? List.of() : workers.all();
    }
    return all.stream().map(Worker::leave).toList();
  }

  /** Keeps none warm until the next call. */
  void letGo() {
    List<Worker> all;
    synchronized (this) {
      isUsed = false;
      all = workers.all();
    }
    all.forEach(worker -> worker.closeAfter(scaledownWindow));
  }

  /** Its workers, as people ask about them. */
  synchronized List<WorkerState> states() {
    return workers.all().stream().map(Worker::state).toList();
  }

  /**
   * Cancels what runs and waits, and ends the workers, those within the grace that do not end what
   * they run. The next call starts others.
   */
  int stop() {
    List<Execution> waiting;
    List<Worker> all;
    synchronized (this) {
      isUsed = false;
      all = workers.all();
      waiting = lines.takeAll();
      all.forEach(Worker::takeNoMore);
    }
    List<Execution> running = all.stream().flatMap(worker -> worker.calls().stream()).toList();
    running.forEach(Execution::cancelled);
    waiting.forEach(Execution::cancelled);
    endAsCancelled(waiting);
    cancelOnWorkers(running);
    Duration grace = running.isEmpty() ? Duration.ZERO : GRACE;
    starter.alarms().after(grace, () -> end(all));
    return all.size();
  }

  private static void end(List<Worker> all) {
    for (Worker each : all) {
      var unused = each.leave();
    }
  }

  /** How many workers there are now, those that start included. */
  public synchronized int workers() {
    return workers.size();
  }

  /** How many of them start. */
  public synchronized int starting() {
    return workers.starting();
  }

  /** The numbers of the calls that run now, as far as workers have said so. */
  public Set<Long> running() {
    List<Worker> all;
    synchronized (this) {
      all = workers.all();
    }
    Set<Long> running = new HashSet<>();
    all.forEach(worker -> running.addAll(worker.running()));
    return running;
  }

  /** Gives what waits to workers that are ready, and starts those that are missing. */
  private void dispatch() {
    List<Workers.Assignment> assignments;
    List<Worker> toStart = new ArrayList<>();
    OpenModalException error = null;
    synchronized (this) {
      assignments = workers.assign(lines);
      try {
        int missing = isLeaving ? 0 : workers.missing(lines.waiting(), isUsed);
        for (int i = missing; i > 0; i--) {
          Worker added = new Worker(key, starter, new Listener());
          workers.add(added);
          toStart.add(added);
        }
      } catch (RuntimeException | OutOfMemoryError e) { // no thread, no memory: somebody waits
        if (workers.size() == 0) {
          error = WorkerLosses.notStarted(e, key);
        } else {
          workers.startLater();
        }
      }
    }
    assignments.forEach(assignment -> assignment.worker().send(assignment.calls()));
    toStart.forEach(Worker::start);
    if (error != null) {
      failAll(error);
    }
  }

  private void retryStarts() {
    synchronized (this) {
      workers.startAgain();
    }
    dispatch();
  }

  /** It is the first of its line again. */
  private void giveBack(Execution execution) {
    CallLine line = execution.line();
    boolean isWanted;
    synchronized (this) {
      execution.waitsAgain();
      isWanted = !execution.isCancelled();
      if (isWanted) { // else whoever cancels it does not find it in its line
        lines.giveBack(line == null ? single : line, execution);
      }
    }
    if (!isWanted) {
      execution.end(Execution.asCancelled(execution), "");
    }
  }

  private void failAll(OpenModalException error) {
    List<Execution> waiting;
    synchronized (this) {
      waiting = lines.takeAll();
    }
    waiting.forEach(execution -> execution.end(new Execution.NoWorker(error), ""));
  }

  private void timeOut(Execution execution) {
    if (!execution.isEnded() && execution.isStarted()) {
      execution.timedOut();
      cancel(execution);
    }
  }

  /** What a worker tells its pool. */
  final class Listener {
    void ready(Worker ready) {
      synchronized (Pool.this) {
        killed = 0;
        workers.startWorks();
      }
      ready.closeAfter(scaledownWindow);
      ready.warmUp().soon();
      dispatch();
    }

    void started(Execution execution) {
      execution
          .timeout()
          .ifPresent(
              limit ->
                  execution.timeoutAlarm(starter.alarms().after(limit, () -> timeOut(execution))));
    }

    /** Whether no call waits or runs, and no worker is starting. */
    boolean isQuiet() {
      synchronized (Pool.this) {
        return lines.waiting() == 0 && workers.areIdle();
      }
    }

    /** A call of that code has run so long. */
    void ran(Execution execution, long nanos) {
      sendAhead.ran(execution.snapshot().id(), nanos);
    }

    /** A call of the worker has ended. */
    void hasRoom(Worker worker) {
      boolean isOfUse;
      synchronized (Pool.this) {
        useless = 0;
        isOfUse = workers.isOfUse(worker, lines);
      }
      if (isOfUse) {
        dispatch();
      }
    }

    void idle(Worker idle) {
      idle.closeAfter(scaledownWindow);
      idle.warmUp().soon();
      if (wasIdle.compareAndSet(false, true)) {
        starter.archives().whenIdle(key, idle);
      }
    }

    /** Lets a worker without calls take none any more, unless it is to be kept. */
    boolean closeIfIdle(Worker idle, InFlight calls) {
      synchronized (Pool.this) {
        int kept = isUsed ? key.minContainers() : 0;
        return (idle.isClosed() || workers.open() > kept) && calls.closeIfEmpty();
      }
    }

    /** A call has come back from its worker without having started. */
    void givenBack(Execution execution) {
      giveBack(execution);
      dispatch();
    }

    /** The worker takes no further call. */
    void retired(Worker retired) {
      synchronized (Pool.this) {
        workers.remove(retired);
      }
      dispatch();
    }

    /**
     * The worker has ended.
     *
     * @param again the calls that are to run elsewhere
     */
    void closed(Worker closed, List<Execution> again) {
      boolean isHopeless;
      synchronized (Pool.this) {
        workers.remove(closed);
        if (closed.hasRun()) {
          useless = 0;
        } else if (!closed.wasEndedByUs()) {
          useless++;
        }
        isHopeless = useless >= MOST_USELESS;
        if (isHopeless) {
          useless = 0;
          isUsed = false; // those to be kept warm, too, wait for the next call
        }
      }
      takeBack(again);
      if (isHopeless) {
        failAll(
            new OpenModalException(
                ErrorCode.WORKER_LOST,
                MOST_USELESS
                    + " workers ended before a call could start on them. See what else runs in the"
                    + " app "
                    + key.app()
                    + ", and try again."));
      }
      dispatch();
    }

    /**
     * The worker has ended before it was ready.
     *
     * @param wasKilled whether somebody else has ended it
     */
    void notStarted(
        Worker worker, List<Execution> given, OpenModalException error, boolean wasKilled) {
      boolean isLast;
      synchronized (Pool.this) {
        workers.remove(worker);
        killed = wasKilled ? killed + 1 : killed;
        isLast = workers.size() == 0 && (!wasKilled || killed >= MOST_KILLED);
        if (isLast) {
          killed = 0;
          isUsed = false; // those to be kept warm, too, wait for the next call
        } else if (!wasKilled || killed >= MOST_KILLED) {
          workers.startLater();
        }
      }
      takeBack(given);
      if (isLast) {
        failAll(error);
      }
      dispatch();
    }

    private void takeBack(List<Execution> again) {
      for (int i = again.size() - 1; i >= 0; i--) { // the first of them is to be the first again
        giveBack(again.get(i));
      }
    }
  }
}
