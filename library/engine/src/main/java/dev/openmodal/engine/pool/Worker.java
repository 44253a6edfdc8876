package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceEnd;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.ProviderCapability;
import dev.openmodal.wire.RunRecord;
import dev.openmodal.wire.proto.Welcome;
import dev.openmodal.wire.tls.WorkerIdentity;
import io.grpc.Status;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One agent as this client sees it, from its start to its end. */
final class Worker {
  /** How often a snapshot is sent again to a worker that says it lacks it. */
  private static final int MOST_SENDS = 5;

  /** How often it is tried to reach one that says to be ready. */
  private static final int MOST_TRIALS = 8;

  private static final Duration BETWEEN_TRIALS = Duration.ofMillis(500);
  private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(5);

  /** How often in its length a lease is renewed. */
  private static final int RENEWALS = 5;

  private static final Duration SOON = Duration.ofSeconds(1);

  /** How long what lives on a worker may take to be closed. */
  private static final Duration MOST_CLOSING = Duration.ofSeconds(5);

  private final PoolKey key;
  private final WorkerStarter starter;
  private final Pool.Listener pool;
  private final WorkerLogs logs;
  private final InFlight inFlight = new InFlight();
  private final CallSender sender = new CallSender(this);
  private final ScaleDown scaleDown;
  private final WarmUp warmUp;
  private volatile WorkerRuns runs = WorkerRuns.byMessages();
  private final Thread thread;

  @GuardedBy("this")
  private boolean welcomed;

  @GuardedBy("this")
  private @Nullable InstanceEnd endedBy;

  private volatile @Nullable Instance instance;
  private volatile @Nullable WorkerSession opened;
  private volatile boolean killedByUs;
  private volatile boolean hasRun;
  private final long madeAt = System.nanoTime();
  private volatile long lastAnswer = madeAt;

  /** Prepares it; {@link #start} follows. */
  Worker(PoolKey key, WorkerStarter starter, Pool.Listener pool) {
    this.key = key;
    this.starter = starter;
    this.pool = pool;
    logs =
        new WorkerLogs(
            this::writing,
            starter.alarms(),
            starter.provider().capabilities().contains(ProviderCapability.PROMPT_LOGS));
    scaleDown = new ScaleDown(starter.alarms(), this::closeIfIdle);
    warmUp = new WarmUp(starter.alarms(), this::isIdle, pool::isQuiet, this::ping);
    thread = OwnThreads.daemon("openmodal-to-worker", this::startAndSend);
  }

  /** Starts it, on a thread of its own. */
  void start() {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      failToStart(e);
    }
  }

  String name() {
    Instance known = instance;
    return known == null ? "not started" : known.name();
  }

  /** The connection; null before the worker has greeted back. */
  @Nullable WorkerSession session() {
    return sender.session();
  }

  /** Whether this client has ended it. */
  boolean wasEndedByUs() {
    return killedByUs;
  }

  boolean isReady() {
    return session() != null && !inFlight.isClosed();
  }

  boolean isIdle() {
    return isReady() && inFlight.size() == 0;
  }

  boolean isClosed() {
    return inFlight.isClosed();
  }

  /** How many calls it was given that have not ended. */
  int load() {
    return inFlight.size();
  }

  /** How large their arguments are. */
  long loadBytes() {
    return inFlight.bytes();
  }

  /** The calls that it was given, in that order. */
  List<Execution> calls() {
    return inFlight.all();
  }

  /** When it has last ended a call, or was made. */
  long lastAnswer() {
    return lastAnswer;
  }

  /** Whether code of a call has run here. */
  boolean hasRun() {
    return hasRun;
  }

  /** Takes the call, which {@link #send} is to follow, unless this takes none any more. */
  boolean take(Execution execution) {
    return inFlight.add(execution);
  }

  /** Sends calls that it has taken. */
  void send(List<Execution> taken) {
    taken.forEach(logs::expect);
    sender.send(taken);
  }

  /** It is given no call any more. */
  void takeNoMore() {
    inFlight.close();
  }

  /** Asks it to interrupt the calls. */
  void cancel(List<Execution> executions) {
    sender.cancel(executions);
  }

  /** Asks for the calls back where they have not started. */
  void recall(List<Execution> executions) {
    List<Execution> here = executions.stream().filter(inFlight::has).toList();
    here.forEach(Execution::recalled);
    sender.recall(here);
  }

  /** Ends the worker at once. */
  void kill() {
    killedByUs = true;
    Instance known = instance;
    if (known != null) {
      known.delete();
    }
  }

  /** Ends it after the delay, if no call comes. */
  void closeAfter(Duration delay) {
    scaleDown.after(delay);
  }

  /** What compiles the way to it while there is time. */
  WarmUp warmUp() {
    return warmUp;
  }

  private void ping() {
    WorkerSession connected = session();
    if (connected != null) {
      connected.ping();
    }
  }

  private void closeIfIdle() {
    WorkerSession connected = session();
    if (connected != null && connected.isInspecting()) { // its last call has just ended
      closeAfter(SOON);
    } else if (pool.closeIfIdle(this, inFlight)) {
      var unused = leave();
    }
  }

  /** Ends it, after what lives there was closed; answers its end. */
  CompletableFuture<?> leave() {
    WorkerSession connected = session();
    Instance known = instance;
    inFlight.close();
    if (connected == null || known == null || key.service().isEmpty()) {
      kill();
      return CompletableFuture.completedFuture(null);
    }
    killedByUs = true;
    connected.leave();
    starter.alarms().after(MOST_CLOSING, this::kill);
    return known.ended().toCompletableFuture();
  }

  private void startAndSend() {
    try {
      WorkerIdentity identity = starter.identity().newWorker();
      if (starter.sharesFiles()) {
        runs = WorkerRuns.in(starter.temporary());
      }
      Instance created = create(identity);
      SocketAddress address = created.address().toCompletableFuture().get();
      WorkerSession connected = connect(created, address, identity);
      Welcome welcome = connected.welcome();
      logs.ready();
      starter
          .log()
          .info(
              "worker "
                  + name()
                  + " is ready: pid "
                  + welcome.getPid()
                  + " in its own view, Java "
                  + welcome.getJavaVersion());
      starter.announce(created, welcome);
      sender.open(connected);
      InstanceEnd already = welcomed();
      if (already != null) {
        lose(already);
        return;
      }
      starter.provider().lease().ifPresent(this::renewAfter);
      pool.ready(this);
      sender.sendAll(connected);
    } catch (ExecutionException e) {
      failToStart(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException closedMeanwhile) {
      Thread.currentThread().interrupt();
    } catch (IOException
        | RuntimeException
        | Error e) { // an Error too: somebody waits for the call
      if (session() == null) {
        failToStart(e);
      } else {
        fail(e);
      }
    }
  }

  /**
   * Connects. Just after a Docker Engine's return its address may for a moment be that of a
   * container that is ending.
   */
  private WorkerSession connect(Instance created, SocketAddress address, WorkerIdentity identity)
      throws InterruptedException, ExecutionException {
    for (int trial = 1; ; trial++) {
      AtomicBoolean isWelcome = new AtomicBoolean();
      WorkerSession session =
          new WorkerSession(
              address,
              starter.identity().clientContext(identity),
              starter.network(),
              starter.sharesFiles(),
              starter.provider().jars(),
              runs.file(),
              key.concurrency(),
              new WorkerAnswers(this, pool, starter.temporary()),
              why -> {
                if (isWelcome.get()) {
                  broken();
                }
              });
      opened = session;
      try {
        Welcome unused = session.welcome();
        isWelcome.set(true);
        if (session.isBroken()) {
          broken();
        }
        return session;
      } catch (ExecutionException e) {
        boolean mayPass =
            Status.fromThrowable(e).getCode() == Status.Code.UNAVAILABLE
                && trial < MOST_TRIALS
                && !killedByUs
                && !created.ended().isDone();
        if (!mayPass) {
          broken();
          throw e;
        }
        session.close();
        Thread.sleep(BETWEEN_TRIALS.toMillis());
      }
    }
  }

  /** Says something in time, so that its lease does not lapse. */
  private void renewAfter(Duration lease) {
    starter
        .alarms()
        .after(
            lease.dividedBy(RENEWALS),
            () -> {
              WorkerSession connected = opened;
              if (connected != null && !connected.isBroken()) {
                connected.ping();
                renewAfter(lease);
              }
            });
  }

  private Instance create(WorkerIdentity identity) {
    Instance created =
        starter
            .provider()
            .createInstance(
                new InstanceSpec(
                    key.app(),
                    key.javaHome(),
                    starter.agentJar(),
                    starter.archives().optionsOf(key),
                    key.residentLimit(),
                    key.cpu(),
                    key.env(),
                    starter.container(key),
                    identity.encode(),
                    logs,
                    key.isForArchive()));
    instance = created;
    Thread.currentThread().setName("openmodal-to-" + created.name());
    starter.log().info("worker " + created.name() + " of app " + key.app() + " is starting");
    var unused = created.ended().thenAccept(this::ended);
    if (killedByUs) {
      created.delete();
    }
    return created;
  }

  /** It has come back without having started: it runs elsewhere. */
  void recalled(Execution execution) {
    if (inFlight.remove(execution)) {
      logs.forget(execution);
      if (inFlight.size() == 0) {
        pool.idle(this);
      }
      pool.givenBack(execution);
    }
  }

  /** Sends it once more, to a worker that has dropped its code. */
  void sendAgain(Execution execution) {
    if (execution.sentAgain() > MOST_SENDS) {
      end(execution, new Execution.Lost(WorkerLosses.snapshotRefused(name())));
    } else {
      sender.sendAgain(execution);
    }
  }

  /** Moves what is large of the call, unless the call is cancelled. */
  void transfer(Execution execution, Transfers.Transfer transfer, Transfers.Outcome outcome) {
    sender.transfer(execution, transfer, outcome);
  }

  private void failToStart(Throwable cause) {
    starter.log().info("worker " + name() + " did not start", cause);
    boolean wasKilled = wasKilledFromOutside();
    if (!wasKilled) {
      starter.archives().distrust(key);
    }
    List<Execution> waiting = close();
    kill();
    runs.close();
    OpenModalException error =
        instance == null
            ? WorkerLosses.notStarted(cause, key)
            : WorkerLosses.notReached(cause, name(), logs);
    pool.notStarted(this, waiting, error, wasKilled);
  }

  /** Whether a signal has ended it that neither this client nor the JVM's own start has sent. */
  private boolean wasKilledFromOutside() {
    Instance known = instance;
    if (known == null || killedByUs) {
      return false;
    }
    try {
      InstanceEnd how = known.ended().get(1, TimeUnit.SECONDS);
      return how.cause() == InstanceEnd.Cause.EXITED && WorkerLosses.isKill(how.exitCode());
    } catch (Exception stillThere) {
      return false;
    }
  }

  /** The connection broke, or something could not be sent: the worker is of no use any more. */
  void fail(Throwable e) {
    starter.log().info("worker " + name() + " is given up", e);
    Instance known = instance;
    if (known == null) {
      return; // nothing was sent yet
    }
    known.delete();
    starter.alarms().after(UNTIL_GIVEN_UP, () -> giveUp(known, e));
  }

  private void giveUp(Instance instance, Throwable why) {
    if (!instance.ended().isDone()) {
      ended(new InstanceEnd(InstanceEnd.Cause.DELETED, -1, "its connection broke: " + why));
    }
  }

  private void broken() {
    // Its instance has ended or is about to; where it is not (a network that broke), it is ended.
    Instance known = instance;
    if (known != null) {
      starter.alarms().after(Duration.ofSeconds(2), known::delete);
    }
  }

  /** A message of its output, in its turn. */
  void printed(Execution execution, boolean error, byte[] bytes, IntConsumer taken) {
    logs.printed(execution, error, bytes, taken);
  }

  /**
   * The worker has said how it ended.
   *
   * @param marked whether its output may still be on its way through the logs, where its end is
   *     marked
   */
  void over(Execution execution, Execution.End end, boolean marked) {
    hasRun = true;
    lastAnswer = System.nanoTime();
    AtomicBoolean isFirst = new AtomicBoolean(true); // of the marks and the patience for them
    logs.whenComplete(
        execution,
        marked,
        () -> {
          if (isFirst.getAndSet(false) && !end(execution, end)) {
            end.drop();
          }
        });
  }

  /** False if it has ended, or has left this worker. */
  @CanIgnoreReturnValue
  boolean end(Execution execution, Execution.End end) {
    if (!inFlight.remove(execution)) {
      return false;
    }
    logs.forget(execution);
    if (inFlight.size() == 0) {
      pool.idle(this);
    }
    execution.end(end, name());
    pool.hasRoom(this);
    return true;
  }

  /** After an out-of-memory error: takes nothing more, and ends soon. */
  void retire() {
    inFlight.close();
    pool.retired(this);
    recall(inFlight.all()); // does nothing to one that runs
    starter.alarms().after(Duration.ofSeconds(1), this::kill);
  }

  private synchronized @Nullable InstanceEnd welcomed() {
    welcomed = true;
    return endedBy;
  }

  private void ended(InstanceEnd how) {
    synchronized (this) {
      boolean isFirst = endedBy == null;
      endedBy = how;
      if (!welcomed || !isFirst) {
        return; // it did not start: the thread that connects to it says why
      }
    }
    lose(how);
  }

  private void lose(InstanceEnd how) {
    logs.end();
    List<Execution> lost = close();
    starter
        .log()
        .info(
            "worker "
                + name()
                + " has ended ("
                + how.cause()
                + ", exit code "
                + how.exitCode()
                + ") with calls "
                + lost.stream().map(Execution::id).toList());
    RunRecord.Runs noted = runs.now();
    runs.close();
    List<Execution> again = new ArrayList<>();
    for (Execution execution : lost) {
      boolean hasEnded = execution.isAnswered() || noted.ended().contains(execution.id());
      boolean hasStarted =
          hasEnded
              || execution.isStarted()
              || noted.running().contains(execution.id())
              || (!runs.areNoted() && execution.onLoss() == Execution.OnLoss.NEVER_AGAIN);
      hasRun |= hasStarted;
      Execution.End end =
          new LostCall(execution, hasStarted, hasEnded)
              .end(
                  how,
                  killedByUs,
                  key.concurrency() == 1,
                  WorkerLosses.exited(how, logs),
                  WorkerLosses.error(how, name(), key, logs));
      if (end == null) {
        again.add(execution);
      } else {
        execution.end(end, name());
      }
    }
    pool.closed(this, again);
  }

  private List<Execution> close() {
    List<Execution> open = inFlight.closeAndTakeAll();
    open.forEach(logs::forget);
    if (thread != Thread.currentThread()) {
      thread.interrupt();
    }
    scaleDown.callOff();
    WorkerSession connected = opened;
    if (connected != null) {
      connected.close();
    }
    return open;
  }

  /** What it is about, for people. */
  WorkerState state() {
    WorkerState.Phase phase =
        session() == null
            ? WorkerState.Phase.STARTING
            : isClosed()
                ? WorkerState.Phase.ENDING
                : load() > 0 ? WorkerState.Phase.BUSY : WorkerState.Phase.IDLE;
    Duration age = Duration.ofNanos(System.nanoTime() - madeAt);
    Instance known = instance;
    return new WorkerState(
        key.app(), name(), phase, load(), age, known == null ? Optional.empty() : known.usage());
  }

  /** The calls that have started here and not ended. */
  List<Long> running() {
    if (runs.areNoted()) {
      return List.copyOf(runs.now().running());
    }
    return inFlight.all().stream().filter(Execution::isStarted).map(Execution::id).toList();
  }

  @Nullable Execution inFlight(long id) {
    return inFlight.get(id);
  }

  /** The execution whose processes have written what comes now on one of the two streams. */
  private @Nullable Execution writing(boolean inError) {
    RunRecord.Runs noted = runs.now();
    Execution last = null; // an earlier one may be writing its large result still
    for (Execution execution : inFlight.all()) {
      boolean hasEnded = noted.endedWithMark().contains(execution.id());
      if (hasEnded && !logs.hasPassedEnd(execution, inError)) {
        return execution; // what comes was written before the mark
      }
      last = !runs.areNoted() && execution.isStarted() ? execution : last;
    }
    for (long id : noted.running()) {
      Execution running = inFlight.get(id);
      last = running == null ? last : running;
    }
    return last;
  }
}
