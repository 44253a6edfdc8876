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

  private static OpenModalException refused(Worker worker, String call, String why) {
    return new OpenModalException(
        ErrorCode.NOT_INSPECTABLE,
        "The worker (" + worker.name() + ") cannot look into " + call + ": " + why + ".");
  }
}
