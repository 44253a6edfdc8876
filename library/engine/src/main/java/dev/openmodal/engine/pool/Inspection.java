package dev.openmodal.engine.pool;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.wire.proto.Inspect;
import dev.openmodal.wire.proto.Inspected;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One look into a call while it runs on its worker.
 *
 * @param kind at what
 * @param duration for how long its worker looks; zero: at one moment
 */
public record Inspection(Inspect.Kind kind, Duration duration) {
  private static final AtomicLong IDS = new AtomicLong();

  /** How long a worker may take beside that. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How soon after its connection a lost worker's calls are known to be lost. */
  private static final Duration LOSS_KNOWN = Duration.ofSeconds(6);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  /**
   * Waits for what is seen. Whoever is interrupted, or thrown out, ends the looking.
   *
   * @param call what it is called in a sentence
   * @return nothing where the call is on no worker, or does not run there
   */
  public Optional<Inspected> of(Execution execution, String call) {
    Worker worker = execution.worker();
    WorkerSession session = worker == null ? null : worker.session();
    if (worker == null || session == null) {
      return Optional.empty();
    }
    int losses = execution.losses();
    long id = IDS.incrementAndGet();
    Inspect request =
        Inspect.newBuilder()
            .setRequestId(id)
            .setCallId(execution.id())
            .setKind(kind)
            .setDurationMillis(duration.toMillis())
            .build();
    try {
      CompletableFuture<Inspected> answer = session.inspect(request);
      Inspected seen = answer.get(duration.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
      if (seen.getRefusal() == Inspected.Refusal.FAILED) {
        throw refused(worker, call, seen.getDescription());
      }
      return Optional.of(seen).filter(s -> s.getRefusal() != Inspected.Refusal.NOT_RUNNING);
    } catch (ExecutionException e) {
      if (waitsAgain(execution, worker, losses)) {
        return Optional.empty(); // it was another call's end that the worker did not survive
      }
      throw new OpenModalException(
          ErrorCode.WORKER_LOST,
          "The worker ("
              + worker.name()
              + ") ended while it looked into "
              + call
              + ". What becomes of the call is in the call itself.",
          e.getCause());
    } catch (TimeoutException e) {
      throw refused(worker, call, "it does not answer; its JVM or this machine hangs");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpenModalException(
          ErrorCode.CANCELLED,
          "Looking into "
              + call
              + " was interrupted. The call goes on: look again, or cancel() it.");
    } finally { // jshell stops a thread by an Error
      session.inspected(id);
    }
  }

  /**
   * Whether the call goes to another worker, and has not been charged with the loss of this one.
   */
  private static boolean waitsAgain(Execution execution, Worker lost, int losses) {
    long end = System.nanoTime() + LOSS_KNOWN.toNanos();
    while (execution.worker() == lost && !execution.isEnded() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return execution.worker() != lost && !execution.isEnded() && execution.losses() == losses;
  }

  private static OpenModalException refused(Worker worker, String call, String why) {
    return new OpenModalException(
        ErrorCode.NOT_INSPECTABLE,
        "The worker (" + worker.name() + ") cannot look into " + call + ": " + why + ".");
  }
}
