package dev.openmodal.engine.output;

import java.io.PrintStream;

/**
 * This program's standard output and error, with one line at the end that is redrawn where that is
 * a terminal. What is printed comes before that line.
 */
public final class Screen {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final Terminal terminal;

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

  synchronized void print(boolean error, byte[] bytes) {
    clearStatus();
    PrintStream to = error ? System.err : System.out;
    to.write(bytes, 0, bytes.length);
    to.flush();
  }

  /** Tells the person a line, on standard error. */
  public synchronized void say(String line) {
    clearStatus();
    System.err.println(line);
  }

  /** Redraws the last line; without a terminal that redraws, prints it. */
  synchronized void status(String line) {
    String text = terminal.redraws() ? ERASE_LINE + line : line + System.lineSeparator();
    hasStatus = terminal.redraws();
    System.err.print(text);
    System.err.flush();
  }

  /** Takes the redrawn line away. */
  void clearStatus() {
    if (!hasStatus) {
      return; // as most often, and without waiting for whoever prints
    }
    synchronized (this) {
      hasStatus = false;
      System.err.print(ERASE_LINE);
      System.err.flush();
    }
  }
}
