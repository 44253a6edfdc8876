package dev.openmodal.spi;

import java.nio.charset.Charset;

/** The last two kilobytes of a stream, for saying why an instance has ended. */
final class Tail {
  private static final int MAX_BYTES = 2048;

  private final byte[] ring = new byte[MAX_BYTES];
  private long count;

  synchronized void add(byte[] bytes, int offset, int length) {
    for (int i = Math.max(offset, offset + length - MAX_BYTES); i < offset + length; i++) {
      ring[(int) (count++ % MAX_BYTES)] = bytes[i];
    }
  }

  synchronized String text() {
    int length = (int) Math.min(count, MAX_BYTES);
    byte[] inOrder = new byte[length];
    for (int i = 0; i < length; i++) {
      inOrder[i] = ring[(int) ((count - length + i) % MAX_BYTES)];
    }
    return new String(inOrder, Charset.defaultCharset()).strip();
  }
}
