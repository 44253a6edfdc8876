package dev.openmodal;

import dev.openmodal.bridge.LocalRun;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one input of a {@code map} ended.
 *
 * <pre>{@code
 * var inverse = app("map").function((Integer n) -> 1 / n);
 * var outcome = inverse.map(List.of(0)).outcomes().get(0);
 * outcome.isSuccess() // false
 * outcome.attempts() // 1
 * outcome.value() // ArithmeticException
 * outcome.rerunLocally() // ArithmeticException: here, for a debugger
 * }</pre>
 *
 * @param <A> type of the input
 * @param <R> type of the result
 */
public final class Outcome<A extends @Nullable Object, R extends @Nullable Object> {
  private final long index;
  private final @Nullable Object input;
  private final @Nullable Object value;
  private final @Nullable Throwable error;
  private final Details details;
  private final LocalRun again;

  /**
   * How it came about.
   *
   * @param attempts how often the code was started, 0 if it never was
   * @param worker where it ended, such as {@code pid 4711}; empty if it came to no worker
   * @param queued how long it waited from when it was taken from the source
   * @param run how long its code ran the last time
   */
  public record Details(int attempts, String worker, Duration queued, Duration run) {}

  /**
   * Made by the library.
   *
   * @param error null for a success
   * @param again runs the input here
   * @param index the place of the input, from 0
   * @param input the input
   * @param value the result, null for a failure
   * @param details how it came about
   */
  public Outcome(
      long index,
      @Nullable Object input,
      @Nullable Object value,
      @Nullable Throwable error,
      Details details,
      LocalRun again) {
    this.index = index;
    this.input = input;
    this.value = value;
    this.error = error;
    this.details = details;
    this.again = again;
  }

  /** {@return the place of the input among all, from 0} */
  public long index() {
    return index;
  }

  /** {@return the input} */
  @SuppressWarnings({"unchecked", "NullAway"}) // an input type that admits null may get null
  public A input() {
    return (A) input;
  }

  /** {@return whether there is a value, possibly null} */
  public boolean isSuccess() {
    return error == null;
  }

  /** {@return whether it is without a value only because its map was stopped} */
  public boolean wasStopped() {
    return error instanceof OpenModalException e && e.code() == ErrorCode.CANCELLED;
  }

  /** {@return the result; throws what the input failed with, if it has failed} */
  @SuppressWarnings({"unchecked", "NullAway"}) // a result type that admits null may get null
  public R value() {
    if (error != null) {
      throw OpenModalException.asUnchecked(error);
    }
    return (R) value;
  }

  /**
   * {@return what the input failed with: what its code has thrown, or an {@link
   * OpenModalException}}
   */
  public Optional<Throwable> error() {
    return Optional.ofNullable(error);
  }

  /** {@return how often its code was started; 0 if it never was} */
  public int attempts() {
    return details.attempts();
  }

  /** {@return where it ended, such as {@code pid 4711}; empty if it came to no worker} */
  public String worker() {
    return details.worker();
  }

  /** {@return how long it waited, from when it was taken from the source} */
  public Duration queued() {
    return details.queued();
  }

  /** {@return how long its code ran the last time} */
  public Duration run() {
    return details.run();
  }

  /**
   * Runs the input here, in this JVM and thread, on the code and the values that were frozen for
   * the map: for a debugger, with a breakpoint in the code.
   *
   * @return its result
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // a result type that admits null may get null
  public R rerunLocally() {
    try {
      return (R) again.run();
    } catch (Throwable e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  public String toString() {
    String end =
        error == null ? " → " + value : wasStopped() ? " was stopped" : " failed: " + error;
    return "input " + index + " (" + Objects.toString(input) + ")" + end;
  }
}
