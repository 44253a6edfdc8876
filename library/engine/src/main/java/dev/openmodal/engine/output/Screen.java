package dev.openmodal.engine.output;

import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * This program's standard output and error, with one line at the end that is redrawn where that is
 * a terminal. What is printed comes before that line.
 */
public final class Screen implements OutputTarget {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final Terminal terminal;

  /** Taken before the locks of the two streams. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private volatile boolean hasStatus;

  /**
   * @param terminal what the session is shown on
   */
  public Screen(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  @Override
  public void print(boolean error, byte[] bytes) {
    lock.lock();
    try {
      erase();
      PrintStream to = error ? System.err : System.out;
      to.write(bytes, 0, bytes.length);
      to.flush();
    } finally {
      lock.unlock();
    }
  }

  /** Tells the person a line, on standard error. */
  public void say(String line) {
    lock.lock();
    try {
      erase();
      System.err.println(line);
    } finally {
      lock.unlock();
    }
  }

  /** The same, unless it was said before. */
  public void sayOnce(String line) {
    if (said.add(line)) {
      say(line);
    }
  }

  /** Redraws the last line; without a terminal that redraws, prints it. */
  void status(String line) {
    String fitted = terminal.redraws() ? terminal.fitted(line) : line;
    tryTo(
        () -> {
          hasStatus = terminal.redraws();
          System.err.print(
              terminal.redraws() ? ERASE_LINE + fitted : line + System.lineSeparator());
          System.err.flush();
        });
  }

  /** Takes the redrawn line away. */
  void clearStatus() {
    if (hasStatus) { // most often there is none
      tryTo(this::erase);
    }
  }

  /**
   * Does nothing while another thread prints, which takes the line away itself: whoever waits for a
   * map may hold the lock of a stream, as {@code System.out.printf} does while it asks for texts.
   */
  private void tryTo(Runnable action) {
    if (lock.tryLock()) {
      try {
        action.run();
      } finally {
        lock.unlock();
      }
    }
  }

  private void erase() {
    if (hasStatus) {
      hasStatus = false;
      System.err.print(ERASE_LINE);
      System.err.flush();
    }
  }
}
