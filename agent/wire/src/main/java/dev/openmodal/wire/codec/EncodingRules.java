package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** What turns bytes to text and back. */
final class EncodingRules {
  private EncodingRules() {}

  /** Those that Java has ready; others do not say how they were made. */
  static final class OfBase64 extends Rule {
    private static final List<Object> READY =
        List.of(
            Base64.getEncoder(),
            Base64.getUrlEncoder(),
            Base64.getMimeEncoder(),
            Base64.getDecoder(),
            Base64.getUrlDecoder(),
            Base64.getMimeDecoder());

    @Override
    void write(Graph graph, Output out, Object value) {
      int number = READY.indexOf(value); // they are equal only to themselves
      if (number < 0) {
        throw RefusedTypes.byDefault(value.getClass());
      }
      out.writeByte(number);
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
