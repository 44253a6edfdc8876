package dev.openmodal.engine.output;

import dev.openmodal.bridge.OwnThreads;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Shows what calls print that nobody waits for, by one thread, so that whoever brings it need not
 * wait for the screen.
 */
public final class OutputPrinter {
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean isStarted = new AtomicBoolean();

  /**
   * A piece of output.
   *
   * @param taken is told the number of bytes when they are shown
   */
  private record Piece(OutputTarget target, boolean error, byte[] bytes, IntConsumer taken) {}

  /**
   * Shows bytes after those before.
   *
   * @param target where
   * @param error whether on standard error, else on standard output
   * @param taken is told how many bytes were shown
   */
  public void print(OutputTarget target, boolean error, byte[] bytes, IntConsumer taken) {
    waiting.incrementAndGet();
    pieces.add(new Piece(target, error, bytes, taken));
    if (!isStarted.getAndSet(true)) {
      OwnThreads.daemon("openmodal-output", this::run).start();
    }
  }

  /** Whether something is not shown yet. */
  public boolean isBehind() {
    return waiting.get() > 0;
  }

  private void run() {
    try {
      while (true) {
        show(pieces.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(Piece piece) {
    try {
      piece.target().print(piece.error(), piece.bytes());
    } catch (Throwable e) {
      // of a stream that the program has put in the place of its own: this piece is not shown
    } finally {
      waiting.decrementAndGet();
      piece.taken().accept(piece.bytes().length);
    }
  }
}
