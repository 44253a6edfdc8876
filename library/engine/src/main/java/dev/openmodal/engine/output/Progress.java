package dev.openmodal.engine.output;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How far a map has got, while somebody waits for it: one redrawn line on a terminal, else a line
 * now and then. A map that is done soon shows nothing.
 */
public final class Progress {
  private static final long FIRST_DRAWN_NANOS = 700_000_000;
  private static final long FIRST_PRINTED_NANOS = 5_000_000_000L;
  private static final long REDRAWN_NANOS = 250_000_000;
  private static final long PRINTED_NANOS = 10_000_000_000L;
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  /**
   * Where a map stands.
   *
   * @param done how many inputs have a result
   * @param failed how many have none
   * @param stopped how many were stopped with the map
   * @param running how many run now
   * @param waiting how many were taken from the source and do not run yet
   * @param isExhausted whether the source has no further input
   * @param workers how many there are, those that start included
   * @param starting how many of them start
   * @param nanos since the start
   */
  public record State(
      long done,
      long failed,
      long stopped,
      long running,
      long waiting,
      boolean isExhausted,
      int workers,
      int starting,
      long nanos) {
    /** The same at another time. */
    public State at(long nanosSinceStart) {
      return new State(
          done, failed, stopped, running, waiting, isExhausted, workers, starting, nanosSinceStart);
    }
  }

  private final Screen screen;
  private final Supplier<State> state;
  private long next;

  /**
   * @param state is asked when a line is due
   */
  public Progress(Screen screen, Supplier<State> state) {
    this.screen = screen;
    this.state = state;
    next =
        System.nanoTime() + (screen.terminal().redraws() ? FIRST_DRAWN_NANOS : FIRST_PRINTED_NANOS);
  }

  /** To be called often by whoever waits. */
  public void tick() {
    long now = System.nanoTime();
    if (!screen.terminal().shows() || now - next < 0) {
      return;
    }
    next = now + (screen.terminal().redraws() ? REDRAWN_NANOS : PRINTED_NANOS);
    screen.status(line(state.get(), screen.terminal().colors()));
  }

  /** Nobody waits any more. */
  public void end() {
    screen.clearStatus();
  }

  static String line(State state, boolean colors) {
    return "map: " + text(state, false, colors);
  }

  /**
   * How far it is, in one line.
   *
   * @param isOver whether it goes on no more
   */
  public static String text(State state, boolean isOver) {
    return text(state, isOver, false);
  }

  private static String text(State state, boolean isOver, boolean colors) {
    StringBuilder text = new StringBuilder().append(state.done()).append(" done");
    if (state.failed() > 0) {
      text.append(", ").append(colors ? RED : "").append(state.failed()).append(" failed");
      text.append(colors ? PLAIN : "");
    }
    if (state.stopped() > 0) {
      text.append(", ").append(state.stopped()).append(" stopped");
    }
    if (!isOver) {
      text.append(", ").append(state.running()).append(" running, ");
      text.append(state.waiting()).append(state.isExhausted() ? " waiting" : "+ waiting");
    }
    long ended = state.done() + state.failed();
    double rate = ended / (state.nanos() / 1e9);
    text.append(ended == 0 ? "" : " | " + rate(rate));
    if (isOver) {
      return text.append(" | took ")
          .append(atLeastASecond(Duration.ofNanos(state.nanos())))
          .toString();
    }
    if (state.isExhausted() && ended > 0 && state.stopped() == 0) {
      double left = (state.running() + state.waiting()) / rate;
      text.append(" | ")
          .append(atLeastASecond(Duration.ofMillis((long) (left * 1000))))
          .append(" left");
    }
    return text.append(" | ").append(workers(state)).toString();
  }

  private static String workers(State state) {
    String all = state.workers() + (state.workers() == 1 ? " worker" : " workers");
    if (state.starting() == 0) {
      return all;
    }
    boolean areAll = state.starting() == state.workers();
    return all + (areAll ? " " : ", " + state.starting() + " ") + "starting";
  }

  private static String rate(double perSecond) {
    return perSecond >= 10 || perSecond == 0
        ? String.format(Locale.ROOT, "%.0f/s", perSecond)
        : String.format(Locale.ROOT, "%.1f/s", perSecond);
  }

  private static String atLeastASecond(Duration duration) {
    return Durations.whole(duration.toSeconds() == 0 ? Duration.ofSeconds(1) : duration);
  }
}
