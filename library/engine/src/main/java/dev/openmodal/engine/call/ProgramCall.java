package dev.openmodal.engine.call;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Launch;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Inbox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

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
    } catch (NobodyReadsException e) {
      return NOBODY_READS;
    } finally {
      code.pool().cancel(execution); // does nothing if it has ended
      inbox.abandon();
      reader.end();
    }
  }

  /** The reader of what the program prints has left. */
  private static final class NobodyReadsException extends Exception {
    private static final long serialVersionUID = 1;
  }

  private Execution.Ended await() throws IOException, NobodyReadsException {
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

  private void show(Execution.Output output) throws NobodyReadsException {
    OutputStream to = output.error() ? streams.err() : streams.out();
    try {
      to.write(output.bytes());
      to.flush();
    } catch (IOException e) {
      if (isPipe(output.error() ? 2 : 1, e)) {
        throw new NobodyReadsException();
      }
      throw new OpenModalException(
          ErrorCode.SETUP,
          "What the program prints cannot be written to standard "
              + (output.error() ? "error" : "output")
              + ": "
              + e.getMessage()
              + ". It was ended. Make room there, or send it elsewhere.",
          e);
    } finally {
      output.taken().accept(output.bytes().length);
    }
  }

  /** Where there is no such file to look at, as on macOS, by what the system says. */
  private static boolean isPipe(int descriptor, IOException e) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | RuntimeException notTold) {
      return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
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
    boolean isSignal =
        lost.exitCode() < 0 || (lost.exitCode() > 128 && lost.exitCode() <= 128 + 64);
    return code == ErrorCode.REMOTE_EXIT || (code == ErrorCode.WORKER_LOST && !isSignal);
  }

  private OpenModalException interrupted() {
    return new OpenModalException(
        ErrorCode.CANCELLED, "The program was interrupted here; its worker is ended.");
  }
}
