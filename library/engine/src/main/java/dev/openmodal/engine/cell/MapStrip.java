package dev.openmodal.engine.cell;

import java.util.Arrays;

/**
 * How each input of a map stands, in the order of the source, as a row of squares: one for each
 * input, or for a power of two of them once there are many. Thread-safe.
 */
public final class MapStrip {
  /** More squares than that do not fit one look. */
  static final int MOST_SQUARES = 512;

  private final int[] done = new int[MOST_SQUARES];
  private final int[] failed = new int[MOST_SQUARES];
  private final int[] retried = new int[MOST_SQUARES];
  private final int[] stopped = new int[MOST_SQUARES];
  private int perSquare = 1;
  private long inputs;

  /** What a square shows. */
  enum Square {
    WAITING("·", "waiting"),
    STARTING("◦", "starting"),
    RUNNING("▶", "running"),
    PARTLY("▪", "partly done"),
    DONE("■", "done"),
    RETRIED("↻", "done after another try"),
    STOPPED("□", "stopped"),
    FAILED("✗", "failed");

    private final String sign;
    private final String meaning;

    Square(String sign, String meaning) {
      this.sign = sign;
      this.meaning = meaning;
    }

    String sign() {
      return sign;
    }

    String meaning() {
      return meaning;
    }
  }

  /** How an input has ended. */
  public enum End {
    /** With a result. */
    DONE,
    /** Without one. */
    FAILED,
    /** With its map. */
    STOPPED
  }

  /** The source has given an input of that place. */
  public synchronized void taken(long index) {
    inputs = Math.max(inputs, index + 1);
    while (inputs > (long) perSquare * MOST_SQUARES) {
      halve(done);
      halve(failed);
      halve(retried);
      halve(stopped);
      perSquare *= 2;
    }
  }

  private static void halve(int[] counts) {
    for (int i = 0; i < MOST_SQUARES / 2; i++) {
      counts[i] = counts[2 * i] + counts[2 * i + 1];
    }
    Arrays.fill(counts, MOST_SQUARES / 2, MOST_SQUARES, 0);
  }

  /**
   * An input has ended.
   *
   * @param tries how often its code was started
   */
  public synchronized void ended(long index, End end, int tries) {
    taken(index); // where the map is closed in the moment in which it takes it
    int square = (int) (index / perSquare);
    switch (end) {
      case DONE -> {
        done[square]++;
        retried[square] += tries > 1 ? 1 : 0;
      }
      case FAILED -> failed[square]++;
      case STOPPED -> stopped[square]++;
    }
  }

  /** How many inputs a square stands for. */
  synchronized int perSquare() {
    return perSquare;
  }

  /**
   * The squares.
   *
   * @param running the places of inputs that run now
   * @param starting how many inputs wait for a worker that starts: those that come next
   */
  synchronized Square[] squares(long[] running, long starting) {
    Square[] squares = new Square[(int) ((inputs + perSquare - 1) / perSquare)];
    for (int i = 0; i < squares.length; i++) {
      long size = Math.min(perSquare, inputs - (long) i * perSquare);
      if (failed[i] > 0) {
        squares[i] = Square.FAILED;
      } else if (stopped[i] > 0) {
        squares[i] = Square.STOPPED;
      } else if (done[i] == size) {
        squares[i] = retried[i] > 0 ? Square.RETRIED : Square.DONE;
      } else {
        squares[i] = done[i] > 0 ? Square.PARTLY : Square.WAITING;
      }
    }
    for (long index : running) {
      int square = (int) (index / perSquare);
      if (square < squares.length && squares[square] != Square.FAILED) {
        squares[square] = Square.RUNNING;
      }
    }
    long left = starting;
    for (int i = 0; i < squares.length && left > 0; i++) {
      if (squares[i] == Square.WAITING) {
        squares[i] = Square.STARTING;
        left -= perSquare;
      }
    }
    return squares;
  }
}
