package dev.openmodal.engine.pool;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls to one worker. What takes time (jars, snapshots, large arguments) is for the worker's
 * own thread; calls for which the worker holds everything go out at once.
 */
final class CallSender {
  private final Worker worker;
  private final BlockingQueue<Execution> toSend = new LinkedBlockingQueue<>();
  private final Transfers transfers = new Transfers();
  private volatile @Nullable WorkerSession session; // once the worker has greeted back

  CallSender(Worker worker) {
    this.worker = worker;
  }

  /** The connection; null before the worker has greeted back. */
  @Nullable WorkerSession session() {
    return session;
  }

  void open(WorkerSession connected) {
    session = connected;
  }

  /** Sends calls that the worker was given, or lets its thread do so. */
  void send(List<Execution> given) {
    WorkerSession ready = session;
    if (ready != null && toSend.isEmpty() && given.stream().allMatch(ready::isQuick)) {
      try {
        send(ready, given);
      } catch (IOException | InterruptedException | RuntimeException e) {
        worker.fail(e);
      }
    } else {
      toSend.addAll(given);
    }
  }

  /** Sends what comes, until the thread is interrupted. */
  void sendAll(WorkerSession connected) throws IOException, InterruptedException {
    List<Execution> next = new ArrayList<>();
    while (true) {
      next.add(toSend.take());
      toSend.drainTo(next);
      send(connected, next);
      next.clear();
    }
  }

  private void send(WorkerSession connected, List<Execution> given)
      throws IOException, InterruptedException {
    List<Execution> ready = new ArrayList<>(given.size());
    for (Execution execution : given) {
      if (execution.isCancelled()) {
        worker.end(execution, Execution.asCancelled(execution));
      } else if (sendSnapshot(connected, execution)) {
        if (connected.hasToSendArguments(execution)) {
          sendArguments(connected, execution);
        } else {
          ready.add(execution);
        }
      }
    }
    sendCalls(connected, ready);
  }

  private boolean sendSnapshot(WorkerSession connected, Execution execution)
      throws IOException, InterruptedException {
    try {
      connected.sendSnapshotOf(execution);
      return true;
    } catch (FileSystemException e) {
      worker.end(execution, new Execution.Lost(WorkerLosses.unreadableJar(e)));
      return false;
    }
  }

  private void sendArguments(WorkerSession connected, Execution execution) {
    transfer(
        execution,
        () -> connected.sendArguments(execution),
        new Transfers.Outcome() {
          @Override
          public void done() {
            sendCalls(connected, List.of(execution));
          }

          @Override
          public void failed(Exception why) {
            if (why instanceof BulkTransfer.RefusedException refused) {
              worker.end(
                  execution,
                  new Execution.Lost(WorkerLosses.argumentsRefused(worker.name(), refused)));
            } else {
              worker.fail(why);
            }
          }

          @Override
          public void givenUp() {}
        });
  }

  private void sendCalls(WorkerSession connected, List<Execution> ready) {
    if (ready.isEmpty()) {
      return;
    }
    try {
      connected.sendCalls(ready);
      // What was asked meanwhile came before the calls, and found nothing there.
      List<Execution> cancelled = ready.stream().filter(Execution::isCancelled).toList();
      if (!cancelled.isEmpty()) {
        connected.cancel(cancelled);
      }
      List<Execution> recalled = ready.stream().filter(e -> e.recalledAt() != 0).toList();
      if (!recalled.isEmpty()) {
        connected.recall(recalled);
      }
    } catch (RuntimeException e) {
      worker.fail(e);
    }
  }

  /** Sends it once more: the worker has dropped its code. */
  void sendAgain(Execution execution) {
    toSend.add(execution);
  }

  /** Asks for calls back where they have not started. */
  void recall(List<Execution> executions) {
    List<Execution> sent = new ArrayList<>(executions);
    for (Execution execution : executions) {
      if (toSend.remove(execution)) {
        sent.remove(execution);
        worker.recalled(execution);
      }
    }
    WorkerSession connected = session;
    if (connected != null && !sent.isEmpty()) {
      try {
        connected.recall(sent);
      } catch (RuntimeException alreadyBroken) {
        // the end of its worker follows
      }
    }
  }

  /** Moves what is large of the call, unless the call is cancelled. */
  void transfer(Execution execution, Transfers.Transfer transfer, Transfers.Outcome outcome) {
    transfers.start(execution, transfer, outcome);
    if (execution.isCancelled()) {
      cancel(List.of(execution)); // the one that came meanwhile found nothing to give up
    }
  }

  void cancel(List<Execution> executions) {
    WorkerSession connected = session;
    List<Execution> sent = new ArrayList<>(executions.size());
    for (Execution execution : executions) {
      if (toSend.remove(execution) || connected == null) {
        worker.end(execution, Execution.asCancelled(execution));
        continue;
      }
      if (transfers.giveUp(execution)) {
        worker.end(execution, Execution.asCancelled(execution)); // the worker forgets what it has
      }
      sent.add(execution);
    }
    if (connected == null || sent.isEmpty()) {
      return;
    }
    try {
      connected.cancel(sent);
    } catch (RuntimeException alreadyBroken) {
      worker.kill();
    }
  }
}
