package dev.openmodal.bridge;

import dev.openmodal.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the API asks of one map that is under way. */
public interface MapHandle extends AutoCloseable {
  /**
   * Waits for the next input that has ended, in the order of their ends, and shows progress
   * meanwhile.
   *
   * @param handsOut whether the caller's own code goes on with it, before which no line of progress
   *     may be left; else more are waited for at once
   * @return null when there is none left
   */
  @Nullable Outcome<@Nullable Object, @Nullable Object> next(boolean handsOut);

  /**
   * Waits for the first of the inputs from that place on that was not taken yet; else as {@link
   * #next}, handed out.
   */
  @Nullable Outcome<@Nullable Object, @Nullable Object> nextFrom(long place);

  /** What ended the whole map early: the source has failed, no worker could be had; else null. */
  @Nullable Throwable failure();

  /**
   * Waits until all inputs have ended, or no further one starts before some results are taken; not
   * longer than that.
   */
  void awaitSettled(Duration atMost);

  /** Nobody will take results: those that come are dropped. */
  void abandon();

  /** Stops what runs; does nothing if all have ended. */
  @Override
  void close();

  /** What its inputs have printed so far, each line with the number of its input. */
  String logs();

  /** One line: how many are done, failed, running, waiting. */
  String describe();

  /** The same code, called for other inputs. */
  MapHandle again(Iterable<?> inputs);
}
