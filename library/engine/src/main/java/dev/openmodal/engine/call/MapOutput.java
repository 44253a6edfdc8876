package dev.openmodal.engine.call;

import dev.openmodal.engine.log.CallLog;
import dev.openmodal.engine.output.OutputPrinter;
import dev.openmodal.engine.output.OutputTarget;
import dev.openmodal.engine.pool.Execution;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the inputs of one map print: the first 1 MiB is shown, and all of it is in the map's log, as
 * far as that goes.
 */
final class MapOutput {
  private static final long MOST_SHOWN = 1 << 20;

  private final OutputPrinter printer;
  private final OutputTarget target;
  private final CallLog log;
  private final AtomicLong shown = new AtomicLong();

  /**
   * @param target where it is shown
   */
  MapOutput(OutputPrinter printer, OutputTarget target, CallLog log) {
    this.printer = printer;
    this.target = target;
    this.log = log;
  }

  /** Shows the whole lines that are in a piece of output now. */
  void print(Execution.Output piece, byte[] lines) {
    print(piece.error(), lines, () -> piece.taken().accept(piece.bytes().length));
  }

  /** Shows what is left of an input's output. */
  void print(boolean error, byte[] lines) {
    if (lines.length > 0) {
      print(error, lines, () -> {});
    }
  }

  private void print(boolean error, byte[] lines, Runnable taken) {
    log.add(lines);
    long before = shown.getAndAdd(lines.length);
    boolean isShown = before <= MOST_SHOWN;
    boolean isLast = isShown && before + lines.length > MOST_SHOWN;
    printer.print(
        target,
        error,
        isShown ? lines : new byte[0],
        printed -> {
          log.trim();
          taken.run();
        });
    if (isLast) {
      printer.print(target, true, note(), printed -> {});
    }
  }

  private static byte[] note() {
    String line =
        "openmodal: this map has printed 1 MiB; what it prints further is not shown here, and is in"
            + " logs() of its results";
    return (line + System.lineSeparator()).getBytes(StandardCharsets.US_ASCII);
  }

  boolean isBehind() {
    return printer.isBehind();
  }

  /** All that was printed so far. */
  String text() {
    return log.text();
  }

  /** Nothing more comes. */
  void end() {
    log.end();
  }
}
