package dev.openmodal.engine.call;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Launch;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Inbox;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A program on a worker of its own, with this process's standard streams. It is over when its JVM
 * is, and what it has printed by then was shown.
 */
final class ProgramCall {
  /** As a program ends that writes to a pipe which nobody reads. */
  private static final int NOBODY_READS = 128 + 13;

  private final Prepared code;
  private final Launch.Streams streams;
  private final Inbox inbox = new Inbox();
  private final ProgramReader reader;
  private final Execution execution;

  ProgramCall(Prepared code, Execution.Arguments none, Launch.Streams streams) {
    this.code = code;
    this.streams = streams;
    this.reader = new ProgramReader(streams.in());
    this.execution =
        Execution.ofProgram(code.snapshot(), none, code.spec().options().timeout(), inbox);
  }

  /** Its exit code. Throws an {@link OpenModalException} where it has none. */
  int run() throws Throwable {
    try {
      code.pool().submit(execution, code.window());
      return exitCode(await());
    } catch (IOException e) {
      return NOBODY_READS;
    } finally {
      code.pool().cancel(execution); // does nothing if it has ended
      inbox.abandon();
      reader.end();
    }
  }

  private Execution.Ended await() throws IOException {
    boolean isInterrupted = false;
    while (true) {
      try {
        Execution.Event event = inbox.next();
        if (event instanceof Execution.Output output) {
          show(output);
        } else if (event instanceof Execution.InputWanted wanted) {
          reader.read(wanted);
        } else if (event instanceof Execution.Ended ended) {
          if (isInterrupted) {
            throw interrupted();
          }
          return ended;
        }
      } catch (InterruptedException e) {
        isInterrupted = true; // what it says at its end is shown
        code.pool().cancel(execution);
      }
    }
  }

  private void show(Execution.Output output) throws IOException {
    OutputStream to = output.error() ? streams.err() : streams.out();
    try {
      to.write(output.bytes());
      to.flush();
    } finally {
      output.taken().accept(output.bytes().length);
    }
  }

  private int exitCode(Execution.Ended ended) throws Throwable {
    if (ended.end() instanceof Execution.Lost lost && isOwnEnd(lost)) {
      return lost.exitCode();
    }
    throw code.results().failure(ended, execution);
  }

  /** Whether its own code has ended it: {@code Runtime.halt} does so without a word. */
  private static boolean isOwnEnd(Execution.Lost lost) {
    ErrorCode code = lost.error().code();
    boolean isSignal = lost.exitCode() < 0 || lost.exitCode() > 128;
    return code == ErrorCode.REMOTE_EXIT || (code == ErrorCode.WORKER_LOST && !isSignal);
  }

  private OpenModalException interrupted() {
    return new OpenModalException(
        ErrorCode.CANCELLED, "The program was interrupted here; its worker is ended.");
  }
}
