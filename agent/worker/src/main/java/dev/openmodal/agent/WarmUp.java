package dev.openmodal.agent;

import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueReader;
import dev.openmodal.wire.codec.ValueWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Loads what the first call needs while the client is still connecting. */
final class WarmUp {
  private WarmUp() {}

  static void run() {
    ValueCodec codec = new ValueCodec(WarmUp.class.getClassLoader(), type -> null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      try (ValueWriter writer = codec.writer(bytes)) {
        writer.write("warm-up", List.of("text", 1L));
      }
      try (ValueReader reader = codec.reader(new ByteArrayInputStream(bytes.toByteArray()))) {
        reader.read();
      }
    } catch (Exception e) {
      // The first call says what is wrong, if anything is.
    }
  }
}
