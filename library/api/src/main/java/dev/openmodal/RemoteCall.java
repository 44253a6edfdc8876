package dev.openmodal;

import dev.openmodal.bridge.CallHandle;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A call that was started by {@code spawn} and goes on by itself, also after the cell that started
 * it has ended. As a {@link CompletionStage} it completes with the result, or with what the code
 * has thrown; what depends on it runs on a thread of this library.
 *
 * <pre>{@code
 * var call = app("sums").function((Long n) -> n * n).spawn(7L);
 * call.get(Duration.ofSeconds(30)) // 49
 * call.isDone() // true
 * call.thenApply(n -> n + 1).toCompletableFuture().join() // 50
 * }</pre>
 *
 * @param <R> type of the result
 */
public final class RemoteCall<R extends @Nullable Object> extends CallStage<R> {
  private static final Duration SHORTEST_PROFILE = Duration.ofMillis(20);
  private static final Duration LONGEST_PROFILE = Duration.ofMinutes(10);

  private final CallHandle handle;

  RemoteCall(CallHandle handle) {
    this.handle = handle;
  }

  @SuppressWarnings("unchecked") // the engine was given code that returns R
  private CompletableFuture<R> future() {
    return (CompletableFuture<R>) (CompletableFuture<?>) handle.future();
  }

  @Override
  CompletionStage<R> stage() {
    return future();
  }

  /**
   * {@return its number among what this client has spawned and mapped, as the command {@code logs}
   * has it}
   */
  public long id() {
    return handle.id();
  }

  /** {@return whether it is over} */
  public boolean isDone() {
    return future().isDone();
  }

  /**
   * Waits for the result. An interrupt ends the waiting, not the call.
   *
   * @return the result
   * @throws OpenModalException if the call was cancelled or its worker was lost too often; what the
   *     code itself throws comes as itself, also when it is a checked exception
   */
  public R get() {
    return get(Long.MAX_VALUE);
  }

  /**
   * Waits for the result, but not longer than this.
   *
   * @param atMost zero only looks
   * @return the result
   * @throws OpenModalException with {@link ErrorCode#NOT_DONE} if the call still runs then; it goes
   *     on
   */
  public R get(Duration atMost) {
    return get(TimeUnit.NANOSECONDS.convert(atMost));
  }

  private R get(long nanos) {
    try {
      return future().get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw OpenModalException.asUnchecked(e.getCause() == null ? e : e.getCause());
    } catch (CancellationException e) {
      throw new OpenModalException(
          ErrorCode.CANCELLED, "Call " + id() + " was cancelled. Spawn it again if it is needed.");
    } catch (TimeoutException e) {
      throw new OpenModalException(
          ErrorCode.NOT_DONE,
          "This was not done within the time given to get(…): "
              + this
              + ". It goes on: ask again, or cancel() it.");
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private OpenModalException interrupted() {
    Thread.currentThread().interrupt();
    return new OpenModalException(
        ErrorCode.NOT_DONE,
        "Waiting for call " + id() + " was interrupted. It goes on: ask again, or cancel() it.");
  }

  /** Waits for the end, whatever it is. */
  void await() {
    try {
      future().handle((result, thrown) -> true).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("handled before", e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /**
   * Stops it: its code is interrupted and, where it does not end within 300 ms, its worker is ended
   * too. From then on {@link #get} throws.
   *
   * @return false if it was over
   */
  public boolean cancel() {
    return handle.cancel();
  }

  /** {@return what it has printed so far} */
  public String logs() {
    return handle.logs();
  }

  /**
   * What its threads are about at this moment, also where all of them are stuck: why it does not
   * come to its end.
   *
   * @return what is seen at this moment
   * @throws OpenModalException with {@link ErrorCode#NOT_RUNNING} if it has not started or is over,
   *     {@link ErrorCode#WORKER_LOST} if its worker ends meanwhile, {@link
   *     ErrorCode#NOT_INSPECTABLE} if the worker's Java has no module java.management
   */
  public ThreadDump threadDump() {
    return handle.threadDump();
  }

  /**
   * Records where it spends its time, from now for so long or until it ends: its threads are looked
   * at each 10 ms by the recorder of the worker's Java (JFR), which costs the worker some percent.
   * Where the worker runs one call at a time, all user code that runs there counts; else only the
   * threads that this call runs on and has started, and none of a shared pool, such as that of
   * parallel streams, and no virtual ones. An interrupt ends the recording, not the call.
   *
   * @param time from 20 ms to 10 minutes
   * @return what was seen
   * @throws OpenModalException with {@link ErrorCode#INVALID_OPTION} if the time is shorter or
   *     longer, {@link ErrorCode#NOT_RUNNING} if the call has not started or is over, {@link
   *     ErrorCode#WORKER_LOST} if its worker ends meanwhile, {@link ErrorCode#NOT_INSPECTABLE} if
   *     the worker's Java has no module jdk.jfr, {@link ErrorCode#CANCELLED} after an interrupt
   */
  public Profile profile(Duration time) {
    if (time.compareTo(SHORTEST_PROFILE) < 0 || time.compareTo(LONGEST_PROFILE) > 0) {
      throw new OpenModalException(
          ErrorCode.INVALID_OPTION,
          "profile("
              + time
              + ") cannot be: give a time from 20 ms to 10 minutes, such as"
              + " Duration.ofSeconds(5).");
    }
    return handle.profile(time);
  }

  /**
   * Counts the live objects of its worker, class by class, after a collection of its garbage, for
   * which all that runs there stops.
   *
   * @return what is there at this moment
   * @throws OpenModalException with {@link ErrorCode#NOT_RUNNING} if it has not started or is over,
   *     {@link ErrorCode#WORKER_LOST} if its worker ends meanwhile, {@link
   *     ErrorCode#NOT_INSPECTABLE} if the worker's Java has no module jdk.management
   */
  public HeapHistogram heapHistogram() {
    return handle.heapHistogram();
  }

  /** A future of its own: completing or cancelling it does nothing to the call. */
  @Override
  public CompletableFuture<R> toCompletableFuture() {
    return future().copy();
  }

  /** What it is and how far it got, on one line. */
  @Override
  public String toString() {
    return handle.describe();
  }
}
