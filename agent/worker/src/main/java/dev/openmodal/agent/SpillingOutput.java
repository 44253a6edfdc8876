package dev.openmodal.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Takes a result: in memory while it fits into a message, else in a blob. */
final class SpillingOutput extends OutputStream {
  static final int MAX_IN_MEMORY = 256 * 1024;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private final Runnable onSpill;
  private @Nullable Blob blob;

  /**
   * Takes nothing yet.
   *
   * @param onSpill runs when it turns out not to fit
   */
  SpillingOutput(Runnable onSpill) {
    this.onSpill = onSpill;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Blob to = blob;
    if (to == null && memory.size() + (long) length <= MAX_IN_MEMORY) {
      memory.write(bytes, offset, length);
      return;
    }
    if (to == null) {
      onSpill.run();
      to = new Blob();
      blob = to;
      to.append(memory.toByteArray(), 0, memory.size());
      memory.reset();
    }
    to.append(bytes, offset, length);
  }

  byte[] inMemory() {
    return memory.toByteArray();
  }

  /** The blob, if it did not fit. */
  @Nullable Blob spilled() {
    return blob;
  }

  void discard() {
    if (blob != null) {
      try {
        blob.close();
      } catch (IOException e) {
        // A file without a name that cannot be closed goes with the process.
      }
    }
  }
}
