package dev.openmodal.agent;

import dev.openmodal.wire.LogMarks;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** The process's own standard output and standard error, which the provider reads. */
final class RealOutput {
  private final OutputStream out;
  private final OutputStream err;

  RealOutput() {
    this(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
  }

  RealOutput(OutputStream out, OutputStream err) {
    this.out = out;
    this.err = err;
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
    byte[] mark = LogMarks.end(callId);
    write(false, mark);
    write(true, mark);
  }

  PrintStream errorStream() {
    return new PrintStream(err, true, Charset.defaultCharset());
  }
}
