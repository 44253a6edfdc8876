package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceEnd;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.ProviderCapability;
import dev.openmodal.wire.proto.Welcome;
import dev.openmodal.wire.tls.WorkerIdentity;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One running agent as this client sees it. A thread of its own sends what takes time (jars,
 * snapshots, large arguments); a call for which the worker holds everything goes out at once.
 */
final class Worker {
  /** How often a snapshot is sent again to a worker that says it lacks it. */
  private static final int MOST_SENDS = 5;

  private final PoolKey key;
  private final WorkerStarter starter;
  private final Pool.Listener pool;
  private final WorkerIdentity identity;
  private final WorkerLogs logs;
  private final Instance instance;
  private final BlockingQueue<Execution> toSend = new LinkedBlockingQueue<>();
  private final Transfers transfers = new Transfers();
  private final ScaleDown scaleDown;
  private final Thread sender;

  @GuardedBy("this")
  private final Map<Long, Execution> inFlight = new LinkedHashMap<>();

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private boolean welcomed;

  @GuardedBy("this")
  private @Nullable InstanceEnd endedBy;

  private volatile @Nullable WorkerSession opened;
  private volatile @Nullable WorkerSession session; // once the worker has greeted back
  private volatile boolean killedByUs;

  static Worker start(PoolKey key, WorkerStarter starter, Pool.Listener pool) {
    Worker worker = new Worker(key, starter, pool);
    var unused = worker.instance.ended().thenAccept(worker::ended);
    worker.sender.start();
    return worker;
  }

  private Worker(PoolKey key, WorkerStarter starter, Pool.Listener pool) {
    this.key = key;
    this.starter = starter;
    this.pool = pool;
    identity = starter.identity().newWorker();
    logs =
        new WorkerLogs(
            this::running,
            starter.alarms(),
            starter.provider().capabilities().contains(ProviderCapability.PROMPT_LOGS));
    scaleDown = new ScaleDown(starter.alarms(), this::closeIfIdle);
    instance =
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
                    identity.encode(),
                    logs,
                    key.isForArchive()));
    starter.log().info("worker " + instance.name() + " of app " + key.app() + " is starting");
    sender = OwnThreads.daemon("openmodal-to-" + instance.name(), this::connectAndSend);
  }

  String name() {
    return instance.name();
  }

  /** The connection; null before the worker has greeted back. */
  @Nullable WorkerSession session() {
    return session;
  }

  synchronized boolean isIdle() {
    return !closed && inFlight.isEmpty();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Takes the execution, unless this worker is closed. */
  boolean accept(Execution execution) {
    WorkerSession ready = session;
    boolean quick;
    synchronized (this) {
      if (closed) {
        return false;
      }
      quick = ready != null && toSend.isEmpty() && ready.isQuick(execution);
      inFlight.put(execution.id(), execution);
    }
    logs.expect(execution);
    if (ready != null && quick) {
      try {
        send(ready, execution);
      } catch (IOException | InterruptedException | RuntimeException e) {
        fail(e);
      }
    } else {
      toSend.add(execution);
    }
    return true;
  }

  void cancel(Execution execution) {
    WorkerSession connected = session;
    if (toSend.remove(execution) || connected == null) {
      end(execution, Execution.asCancelled(execution));
      return;
    }
    if (transfers.giveUp(execution)) {
      end(execution, Execution.asCancelled(execution)); // and the worker forgets what it has
    }
    try {
      connected.cancel(execution);
    } catch (RuntimeException alreadyBroken) {
      kill();
    }
  }

  /** Ends the worker at once. */
  void kill() {
    killedByUs = true;
    instance.delete();
  }

  /** Ends it after the delay, if no call comes. */
  void closeAfter(Duration delay) {
    scaleDown.after(delay);
  }

  private void closeIfIdle() {
    synchronized (this) {
      if (closed || !inFlight.isEmpty()) {
        return;
      }
      closed = true;
    }
    kill();
  }

  private void connectAndSend() {
    try {
      var address = instance.address().toCompletableFuture().get();
      WorkerSession connected =
          new WorkerSession(
              address,
              starter.identity().clientContext(identity),
              starter.network(),
              starter.sharesFiles(),
              new WorkerAnswers(this, pool, starter.temporary())::take,
              this::broken);
      opened = connected;
      Welcome welcome = connected.welcome();
      logs.ready();
      starter
          .log()
          .info(
              "worker "
                  + instance.name()
                  + " is ready: pid "
                  + welcome.getPid()
                  + " in its own view, Java "
                  + welcome.getJavaVersion());
      starter.announce(instance, welcome);
      session = connected;
      InstanceEnd already = welcomed();
      if (already != null) {
        lose(already);
      }
      while (true) {
        send(connected, toSend.take());
      }
    } catch (ExecutionException e) {
      failToStart(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException closedMeanwhile) {
      Thread.currentThread().interrupt();
    } catch (IOException
        | RuntimeException
        | Error e) { // an Error too: somebody waits for the call
      if (session == null) {
        failToStart(e);
      } else {
        fail(e);
      }
    }
  }

  private void send(WorkerSession connected, Execution execution)
      throws IOException, InterruptedException {
    if (execution.isCancelled()) {
      end(execution, Execution.asCancelled(execution));
      return;
    }
    try {
      connected.sendSnapshotOf(execution);
    } catch (FileSystemException e) {
      end(execution, new Execution.Lost(WorkerLosses.unreadableJar(e)));
      return;
    }
    if (!connected.hasToSendArguments(execution)) {
      sendCall(connected, execution);
      return;
    }
    transfer(
        execution,
        () -> connected.sendArguments(execution),
        new Transfers.Outcome() {
          @Override
          public void done() {
            sendCall(connected, execution);
          }

          @Override
          public void failed(Exception why) {
            if (why instanceof BulkTransfer.RefusedException refused) {
              end(execution, new Execution.Lost(WorkerLosses.argumentsRefused(name(), refused)));
            } else {
              fail(why);
            }
          }

          @Override
          public void givenUp() {}
        });
  }

  /** Sends it once more, to a worker that has dropped its code. */
  void sendAgain(Execution execution) {
    if (execution.sentAgain() > MOST_SENDS) {
      end(execution, new Execution.Lost(WorkerLosses.snapshotRefused(name())));
    } else {
      toSend.add(execution);
    }
  }

  /** Moves what is large of the call, unless the call is cancelled. */
  void transfer(Execution execution, Transfers.Transfer transfer, Transfers.Outcome outcome) {
    transfers.start(execution, transfer, outcome);
    if (execution.isCancelled()) {
      cancel(execution); // the cancel that came meanwhile found nothing to give up
    }
  }

  private void sendCall(WorkerSession connected, Execution execution) {
    try {
      connected.sendCall(execution);
      if (execution.isCancelled()) {
        connected.cancel(execution); // the one that came meanwhile found nothing to cancel
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void failToStart(Throwable cause) {
    starter.log().info("worker " + instance.name() + " did not start", cause);
    OpenModalException error = WorkerLosses.notStarted(cause, name(), logs);
    starter.archives().distrust(key);
    List<Execution> waiting = close();
    kill();
    waiting.forEach(execution -> execution.end(new Execution.Lost(error), name()));
    pool.closed(this, List.of());
  }

  /** The connection broke, or something could not be sent: the worker is of no use any more. */
  void fail(Throwable e) {
    starter.log().info("worker " + instance.name() + " is given up", e);
    instance.delete();
    try {
      instance.ended().get(5, TimeUnit.SECONDS);
    } catch (Exception stillThere) {
      ended(new InstanceEnd(InstanceEnd.Cause.DELETED, -1, "its connection broke: " + e));
    }
  }

  private void broken(Throwable why) {
    // Its instance has ended or is about to; where it is not (a network that broke), it is ended.
    starter.alarms().after(Duration.ofSeconds(2), instance::delete);
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
    logs.whenComplete(execution, marked, () -> end(execution, end));
  }

  void end(Execution execution, Execution.End end) {
    boolean idle;
    synchronized (this) {
      if (inFlight.remove(execution.id()) == null) {
        return;
      }
      idle = inFlight.isEmpty();
    }
    logs.forget(execution);
    if (idle) {
      pool.idle(this);
    }
    execution.end(end, name());
  }

  /** After an out-of-memory error: takes nothing more, and ends once it is idle. */
  void retire() {
    List<Execution> others;
    synchronized (this) {
      closed = true;
      others = inFlight.values().stream().filter(e -> !e.isStarted()).toList();
      others.forEach(e -> inFlight.remove(e.id()));
    }
    others.forEach(logs::forget);
    pool.closed(this, others);
    starter.alarms().after(Duration.ofSeconds(1), this::kill);
  }

  private synchronized @Nullable InstanceEnd welcomed() {
    welcomed = true;
    return endedBy;
  }

  private void ended(InstanceEnd how) {
    synchronized (this) {
      endedBy = how;
      if (!welcomed) {
        return; // it did not start: the thread that connects to it says why
      }
    }
    lose(how);
  }

  private void lose(InstanceEnd how) {
    List<Execution> lost = close();
    starter
        .log()
        .info(
            "worker "
                + instance.name()
                + " has ended ("
                + how.cause()
                + ", exit code "
                + how.exitCode()
                + ") with calls "
                + lost.stream().map(Execution::id).toList());
    List<Execution> unstarted = lost.stream().filter(e -> !e.isStarted()).toList();
    for (Execution execution : lost) {
      if (execution.isStarted()) {
        Execution.End end =
            killedByUs
                ? Execution.asCancelled(execution)
                : new Execution.Lost(
                    WorkerLosses.error(how, this.name(), key, logs), how.exitCode());
        execution.end(end, name());
      }
    }
    pool.closed(this, unstarted);
  }

  private List<Execution> close() {
    List<Execution> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(inFlight.values());
      inFlight.clear();
    }
    open.forEach(logs::forget);
    sender.interrupt();
    scaleDown.callOff();
    WorkerSession connected = opened;
    if (connected != null) {
      connected.close();
    }
    return open;
  }

  synchronized @Nullable Execution inFlight(long id) {
    return inFlight.get(id);
  }

  /** The execution whose processes write to the instance's own output now. */
  private synchronized @Nullable Execution running() {
    Execution last = null; // an earlier one may be writing its large result still
    for (Execution execution : inFlight.values()) {
      last = execution.isStarted() ? execution : last;
    }
    return last;
  }
}
