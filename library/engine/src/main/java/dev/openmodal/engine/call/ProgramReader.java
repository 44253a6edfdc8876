package dev.openmodal.engine.call;

import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.engine.pool.Execution;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Reads of this process's standard input what a program asks for, and nothing before it asks. */
final class ProgramReader {
  private static final byte[] NOTHING = new byte[0];
  private static final int MOST = 64 * 1024;

  private final InputStream in;

  /** A thread that may wait for a person, or for ever. */
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> OwnThreads.daemon("openmodal-input", work));

  ProgramReader(InputStream in) {
    this.in = in;
  }

  void read(Execution.InputWanted wanted) {
    try {
      thread.execute(() -> answer(wanted));
    } catch (RejectedExecutionException e) {
      // it has ended
    }
  }

  private void answer(Execution.InputWanted wanted) {
    if (wanted.most() == 0) {
      wanted.taker().take(NOTHING, false, available());
      return;
    }
    byte[] bytes = new byte[Math.min(wanted.most(), MOST)];
    int count;
    try {
      count = in.read(bytes);
    } catch (IOException e) {
      count = -1; // closed before this program was started
    }
    wanted.taker().take(count < 0 ? NOTHING : Arrays.copyOf(bytes, count), count < 0, 0);
  }

  private int available() {
    try {
      return in.available();
    } catch (IOException e) {
      return 0;
    }
  }

  void end() {
    thread.shutdown();
  }
}
