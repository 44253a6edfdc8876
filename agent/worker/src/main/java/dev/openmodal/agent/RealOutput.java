package dev.openmodal.agent;

import dev.openmodal.wire.LogMarks;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.function.BooleanSupplier;

/** The process's own standard output and standard error, which the provider reads. */
final class RealOutput {
  /**
   * For so long after nothing was found nothing is looked for: a process cannot have been made, and
   * have written, in less. To look takes two microseconds, a tenth of a small call.
   */
  private static final long QUIET_NANOS = 100_000;

  private final OutputStream out;
  private final OutputStream err;
  private final BooleanSupplier mayHaveBytes;
  private volatile long quietSince = System.nanoTime() - QUIET_NANOS;

  /**
   * @param processes who else may write to them
   */
  RealOutput(ProcessWatch processes) {
    this(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        () ->
            processes.mayHaveRun() || isUnread(FileDescriptor.out) || isUnread(FileDescriptor.err));
  }

  /**
   * @param mayHaveBytes whether something that was written may be on its way still
   */
  RealOutput(OutputStream out, OutputStream err, BooleanSupplier mayHaveBytes) {
    this.out = out;
    this.err = err;
    this.mayHaveBytes = mayHaveBytes;
  }

  /** Of a pipe the system says at its writing end, too, what was not read yet. */
  @SuppressWarnings("resource") // it would close what is not its own
  private static boolean isUnread(FileDescriptor pipe) {
    try {
      return new FileInputStream(pipe).available() > 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Whether bytes that this call's processes wrote here may be on their way still, so that its end
   * has to be marked.
   */
  boolean mayHaveBytes() {
    long now = System.nanoTime();
    if (now - quietSince < QUIET_NANOS) {
      return false;
    }
    if (mayHaveBytes.getAsBoolean()) {
      return true;
    }
    quietSince = now;
    return false;
  }

  void write(boolean error, byte[] bytes) {
    write(error, bytes, 0, bytes.length);
  }

  /** Writes the bytes in one piece; nobody is told when nobody reads any more. */
  void write(boolean error, byte[] bytes, int offset, int length) {
    OutputStream to = error ? err : out;
    synchronized (to) {
      try {
        to.write(bytes, offset, length);
        to.flush();
      } catch (IOException e) {
        // The reader is gone, and soon the life line too.
      }
    }
  }

  /** Says on both streams that what comes next is not of this call. */
  void markEnd(long callId) {
    writeToBoth(LogMarks.end(callId));
  }

  /** Says on both streams that what comes next was written after that message of output. */
  void markPrinted(long callId, int message) {
    writeToBoth(LogMarks.printed(callId, message));
  }

  private void writeToBoth(byte[] mark) {
    write(false, mark);
    write(true, mark);
  }

  PrintStream errorStream() {
    return new PrintStream(err, true, Charset.defaultCharset());
  }
}
