package dev.openmodal.agent;

import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueRefusedException;
import dev.openmodal.wire.codec.ValueWriter;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A result in parts, of which each travels that can. */
final class ResultParts {
  private ResultParts() {}

  /**
   * Puts null in the place of each part that cannot travel, and into the last place why, as a path
   * that begins with an arrow.
   */
  static void leaveOut(@Nullable Object[] parts, ValueCodec codec) {
    @Nullable String[] why = new String[parts.length];
    for (int i = 0; i < parts.length; i++) {
      why[i] = refusal(parts[i], codec);
      if (why[i] != null) {
        parts[i] = null;
      }
    }
    parts[parts.length - 1] = why;
  }

  private static @Nullable String refusal(@Nullable Object part, ValueCodec codec) {
    try (ValueWriter writer = codec.writer(OutputStream.nullOutputStream())) {
      writer.write("", part);
      return null;
    } catch (ValueRefusedException e) {
      return e.what().strip();
    } catch (RuntimeException e) {
      return "\u2192 it cannot be written: " + Answers.describe(e) + ".";
    }
  }
}
