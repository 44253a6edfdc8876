package dev.openmodal.engine.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * How many columns a terminal has, which may change. jshell's default engine runs snippets in a JVM
 * that is not on the terminal, so Java itself cannot tell: {@code stty} is asked, once in a while.
 */
final class TerminalWidth implements IntSupplier {
  private static final int USUAL = 80;
  private static final long KNOWN_NANOS = 1_000_000_000;

  private final Path device;
  private int columns = USUAL;
  private long askedAt = System.nanoTime() - KNOWN_NANOS;

  /**
   * @param device of the terminal, such as {@code /dev/pts/1}
   */
  TerminalWidth(Path device) {
    this.device = device;
  }

  @Override
  public synchronized int getAsInt() {
    if (System.nanoTime() - askedAt >= KNOWN_NANOS) {
      columns = ask();
      askedAt = System.nanoTime();
    }
    return columns;
  }

  private int ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(device.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(200, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return columns;
      }
      return read(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return columns; // there is no stty
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return columns;
    }
  }

  /** Of rows and columns; 0 is said where nobody has set a size. */
  private int read(String size) {
    Scanner numbers = new Scanner(size);
    if (numbers.hasNextInt()) {
      int unused = numbers.nextInt();
      if (numbers.hasNextInt()) {
        int said = numbers.nextInt();
        return said > 0 ? said : USUAL;
      }
    }
    return columns;
  }
}
