package dev.openmodal.agent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.wire.proto.Inspect;
import dev.openmodal.wire.proto.Inspected;
import dev.openmodal.wire.proto.WorkerMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks about its running calls, each request on a thread of its own: a call that is
 * stuck, or all threads of calls being busy, does not hold it up.
 */
final class Inspections {
  private static final int MOST = 16;

  /** Nothing to look at, for a reason that the client is told. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String why) {
      super(why);
    }
  }

  private final LongFunction<@Nullable CallRun> started;
  private final IntSupplier concurrency;
  private final Outbox outbox;

  @GuardedBy("this")
  private final Map<Long, CompletableFuture<Void>> stops = new HashMap<>();

  /**
   * @param started the call of a number, if it has started and not ended
   * @param concurrency how many calls may run at a time
   */
  Inspections(LongFunction<@Nullable CallRun> started, IntSupplier concurrency, Outbox outbox) {
    this.started = started;
    this.concurrency = concurrency;
    this.outbox = outbox;
  }

  void take(Inspect request) {
    CompletableFuture<Void> stop = new CompletableFuture<>();
    synchronized (this) {
      if (request.getStop()) {
        CompletableFuture<Void> known = stops.get(request.getRequestId());
        if (known != null) {
          known.complete(null);
        }
        return;
      }
      if (stops.size() >= MOST) {
        answer(request, failed("it is being looked at " + MOST + " times already"));
        return;
      }
      if (stops.putIfAbsent(request.getRequestId(), stop) != null) {
        return; // the answer to the first one of that number follows
      }
    }
    try {
      Daemons.named("openmodal-inspect").newThread(() -> serve(request, stop)).start();
    } catch (OutOfMemoryError e) {
      forget(request);
      answer(request, failed("there is no memory for a thread that looks"));
    }
  }

  /** Nobody waits for an answer any more. */
  synchronized void stopAll() {
    stops.values().forEach(stop -> stop.complete(null));
  }

  private synchronized void forget(Inspect request) {
    stops.remove(request.getRequestId());
  }

  private void serve(Inspect request, CompletableFuture<Void> stop) {
    Inspected.Builder answer;
    try {
      answer = look(request, stop);
    } catch (RefusedException e) {
      answer = failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      answer = failed("looking was interrupted");
    } catch (Throwable e) { // of a JVM that lacks something, or has no memory
      answer = failed(e.toString());
    }
    forget(request);
    if (!stop.isDone()) {
      answer(request, answer);
    }
  }

  private Inspected.Builder look(Inspect request, CompletableFuture<Void> stop)
      throws RefusedException, InterruptedException, IOException {
    CallRun run = started.apply(request.getCallId());
    if (run == null) {
      return Inspected.newBuilder().setRefusal(Inspected.Refusal.NOT_RUNNING);
    }
    return switch (request.getKind()) {
      case THREADS ->
          Inspected.newBuilder().setThreads(ThreadLook.at(run, concurrency.getAsInt() <= 1));
      case SAMPLES ->
          Inspected.newBuilder()
              .setSamples(
                  SampleLook.at(
                      run,
                      concurrency.getAsInt() <= 1,
                      Duration.ofMillis(request.getDurationMillis()),
                      stop));
      case HEAP -> Inspected.newBuilder().setHeap(HeapLook.look());
      default -> failed("this worker cannot look at that");
    };
  }

  private static Inspected.Builder failed(String why) {
    return Inspected.newBuilder().setRefusal(Inspected.Refusal.FAILED).setDescription(why);
  }

  private void answer(Inspect request, Inspected.Builder answer) {
    outbox.send(
        WorkerMessage.newBuilder()
            .setInspected(answer.setRequestId(request.getRequestId()))
            .build());
  }
}
