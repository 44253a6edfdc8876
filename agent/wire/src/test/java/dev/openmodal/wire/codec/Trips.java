package dev.openmodal.wire.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Sends values through a codec, as to another JVM. */
final class Trips {
  private Trips() {}

  static final ClassFiles FILES =
      type -> {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
          return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      };

  static ValueCodec codec() {
    return new ValueCodec(Trips.class.getClassLoader(), FILES);
  }

  static byte[] encode(ValueCodec codec, Object... values) throws ValueRefusedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ValueWriter writer = codec.writer(out)) {
      for (int i = 0; i < values.length; i++) {
        writer.write(values.length == 1 ? "x (test)" : "x" + i + " (test)", values[i]);
      }
    }
    return out.toByteArray();
  }

  @SuppressWarnings("unchecked")
  static <T> T decode(ValueCodec codec, byte[] bytes) throws ValueUnreadableException {
    try (ValueReader reader = codec.reader(new ByteArrayInputStream(bytes))) {
      return (T) reader.read();
    }
  }

  /** As an answer is read. */
  @SuppressWarnings("unchecked")
  static <T> T decodeAnswer(ValueCodec codec, byte[] bytes) throws ValueUnreadableException {
    try (ValueReader reader = codec.answerReader(new ByteArrayInputStream(bytes))) {
      return (T) reader.read();
    }
  }

  /** The copy that another JVM would get: a worker as an argument, or a client as an answer. */
  static <T> T copy(T value) throws ValueRefusedException, ValueUnreadableException {
    byte[] bytes = encode(codec(), value);
    Object unused = decode(codec(), bytes);
    return decodeAnswer(codec(), bytes);
  }
}
