package dev.openmodal.docker;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/**
 * The standard input of an agent as this client writes it: who its client is, then nothing until it
 * is closed.
 */
final class LifeLineInput extends InputStream {
  private final byte[] identity;
  private final CountDownLatch closed = new CountDownLatch(1);
  private int position;

  LifeLineInput(byte[] identity) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(identity.length);
      out.write(identity);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes bytes", e);
    }
    this.identity = bytes.toByteArray();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = Math.min(length, identity.length - position);
    if (count > 0) {
      System.arraycopy(identity, position, bytes, offset, count);
      position += count;
      return count;
    }
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return -1;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
