package dev.openmodal.engine.capture;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps what is written up to a limit; beyond it only counts. */
final class LimitedBytes extends OutputStream {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(1024);
  private final long limit;
  private long written;

  LimitedBytes(long limit) {
    this.limit = limit;
  }

  boolean isOverLimit() {
    return written > limit;
  }

  byte[] bytes() {
    return kept.toByteArray();
  }

  @Override
  public void write(int b) {
    written++;
    if (!isOverLimit()) {
      kept.write(b);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    written += length;
    if (!isOverLimit()) {
      kept.write(bytes, offset, length);
    }
  }
}
