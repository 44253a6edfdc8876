package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import dev.openmodal.wire.proto.Input;
import dev.openmodal.wire.proto.InputWanted;
import dev.openmodal.wire.proto.WorkerMessage;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The standard input of a program, which is its client's: each read asks for as much as it can
 * take, and waits for the answer. So nothing is taken that the program does not read, and no more
 * than one answer is on its way. Thread-safe.
 */
final class ProgramInput extends InputStream {
  private static final int MOST = 64 * 1024;

  private final long callId;
  private final Outbox outbox;
  private final Object reading = new Object();
  private @Nullable Input answer;

  ProgramInput(long callId, Outbox outbox) {
    this.callId = callId;
    this.outbox = outbox;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    synchronized (reading) {
      ByteString bytes = ask(Math.min(length, MOST)).getBytes();
      int count = Math.min(bytes.size(), length);
      bytes.substring(0, count).copyTo(into, offset);
      return count == 0 ? -1 : count;
    }
  }

  @Override
  public int available() {
    synchronized (reading) {
      return Math.max(0, ask(0).getAvailable());
    }
  }

  /** An interrupt does not end it, as it ends no read of a process's own input. */
  private Input ask(int most) {
    outbox.send(
        WorkerMessage.newBuilder()
            .setInputWanted(InputWanted.newBuilder().setCallId(callId).setMost(most))
            .build());
    boolean wasInterrupted = false;
    Input taken;
    synchronized (this) {
      while (answer == null) {
        try {
          wait();
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
      taken = answer;
      answer = null;
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    return taken;
  }

  /** The client's answer to what was asked. */
  synchronized void answered(Input input) {
    answer = input;
    notifyAll();
  }
}
