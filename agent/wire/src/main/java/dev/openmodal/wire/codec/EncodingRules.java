package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** What turns bytes to text and back. */
final class EncodingRules {
  private EncodingRules() {}

  /** Those that Java has ready, and without padding; others do not say how they were made. */
  static final class OfBase64 extends Rule {
    /** Of all signs, longer than any line, and with an end that is padded. */
    private static final int PROBE_BYTES = 0x1_0000;

    private static final List<Object> READY =
        List.of(
            Base64.getEncoder(),
            Base64.getUrlEncoder(),
            Base64.getMimeEncoder(),
            Base64.getDecoder(),
            Base64.getUrlDecoder(),
            Base64.getMimeDecoder(),
            Base64.getEncoder().withoutPadding(),
            Base64.getUrlEncoder().withoutPadding(),
            Base64.getMimeEncoder().withoutPadding());

    @Override
    void write(Graph graph, Output out, Object value) {
      int number = READY.indexOf(value); // they are equal only to themselves
      if (number < 0 && value instanceof Base64.Encoder encoder) {
        number = like(encoder);
      }
      if (number < 0) {
        throw RefusedTypes.byDefault(value.getClass());
      }
      out.writeByte(number);
    }

    /** Each call of {@code withoutPadding()} makes a new one: it is known by what it does. */
    private static int like(Base64.Encoder encoder) {
      byte[] probe = new byte[PROBE_BYTES];
      for (int i = 0; i < probe.length; i++) {
        probe[i] = (byte) (i * i / 7);
      }
      byte[] encoded = encoder.encode(probe);
      for (int i = 0; i < READY.size(); i++) {
        if (READY.get(i) instanceof Base64.Encoder ready
            && Arrays.equals(ready.encode(probe), encoded)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return READY.get(in.readByte());
    }
  }

  static final class Hex extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      HexFormat format = (HexFormat) value;
      out.writeString(format.delimiter());
      out.writeString(format.prefix());
      out.writeString(format.suffix());
      out.writeBoolean(format.isUpperCase());
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      HexFormat format =
          HexFormat.ofDelimiter(in.readString())
              .withPrefix(in.readString())
              .withSuffix(in.readString());
      return in.readBoolean() ? format.withUpperCase() : format;
    }
  }
}
