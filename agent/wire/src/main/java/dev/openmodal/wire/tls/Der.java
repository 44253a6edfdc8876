package dev.openmodal.wire.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes the few ASN.1 forms (X.690, distinguished encoding) that a certificate is made of. */
final class Der {
  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(0x31, parts);
  }

  /** A context-specific, explicit tag such as {@code [3]}. */
  static byte[] explicit(int number, byte[]... parts) {
    return tagged(0xa0 | number, parts);
  }

  static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  static byte[] yes() {
    return tagged(0x01, new byte[] {(byte) 0xff});
  }

  static byte[] octets(byte[] bytes) {
    return tagged(0x04, bytes);
  }

  /**
   * @param unused how many bits at the end do not count
   */
  static byte[] bits(int unused, byte[] bytes) {
    return tagged(0x03, new byte[] {(byte) unused}, bytes);
  }

  static byte[] text(String value) {
    return tagged(0x0c, value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] utcTime(String value) {
    return tagged(0x17, value.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] generalizedTime(String value) {
    return tagged(0x18, value.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] oid(int... arcs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      int shift = 28;
      while (shift > 0 && arcs[i] >>> shift == 0) {
        shift -= 7;
      }
      for (; shift > 0; shift -= 7) {
        out.write(((arcs[i] >>> shift) & 0x7f) | 0x80);
      }
      out.write(arcs[i] & 0x7f);
    }
    return tagged(0x06, out.toByteArray());
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >>> 8);
      out.write(length);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
