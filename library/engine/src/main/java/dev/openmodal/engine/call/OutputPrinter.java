package dev.openmodal.engine.call;

import dev.openmodal.bridge.OwnThreads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Shows what calls print that nobody waits for, by one thread, so that whoever brings it need not
 * wait for the screen.
 */
final class OutputPrinter {
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean isStarted = new AtomicBoolean();

  /**
   * A piece of output.
   *
   * @param taken is told the number of bytes when they are shown
   */
  private record Piece(boolean error, byte[] bytes, IntConsumer taken) {}

  void print(boolean error, byte[] bytes, IntConsumer taken) {
    waiting.incrementAndGet();
    pieces.add(new Piece(error, bytes, taken));
    if (!isStarted.getAndSet(true)) {
      OwnThreads.daemon("openmodal-output", this::run).start();
    }
  }

  /** Whether something is not shown yet. */
  boolean isBehind() {
    return waiting.get() > 0;
  }

  private void run() {
    try {
      while (true) {
        Piece piece = pieces.take();
        show(piece);
        waiting.decrementAndGet();
        piece.taken().accept(piece.bytes().length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void show(Piece piece) {
    PrintStream to = piece.error() ? System.err : System.out;
    to.write(piece.bytes(), 0, piece.bytes().length);
    to.flush();
  }

  /** Whole lines of one input among several, each with the input's number before it. */
  static final class Lines {
    private static final int LONGEST = 8 * 1024;

    private final byte[] prefix;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    Lines(long input) {
      prefix = ("[" + input + "] ").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** The lines that are whole now, with the bytes. */
    byte[] add(boolean toError, byte[] bytes) {
      ByteArrayOutputStream line = toError ? error : output;
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      for (byte each : bytes) {
        line.write(each);
        if (each == '\n' || line.size() >= LONGEST) {
          end(line, whole);
        }
      }
      return whole.toByteArray();
    }

    /** The last line, where it has no end. */
    byte[] rest(boolean ofError) {
      ByteArrayOutputStream line = ofError ? error : output;
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      if (line.size() > 0) {
        line.write('\n');
        end(line, whole);
      }
      return whole.toByteArray();
    }

    private void end(ByteArrayOutputStream line, ByteArrayOutputStream whole) {
      whole.writeBytes(prefix);
      whole.writeBytes(line.toByteArray());
      line.reset();
    }
  }
}
