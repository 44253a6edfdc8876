package dev.openmodal.engine.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Whole lines of one input among several, each with the input's number before it. */
public final class InputLines {
  private static final int LONGEST = 8 * 1024;

  private final byte[] prefix;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();

  /**
   * @param input its number
   */
  public InputLines(long input) {
    prefix = ("[" + input + "] ").getBytes(StandardCharsets.US_ASCII);
  }

  /** The lines that are whole now, with the bytes. */
  public byte[] add(boolean toError, byte[] bytes) {
    ByteArrayOutputStream line = toError ? error : output;
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte each : bytes) {
      line.write(each);
      if (each == '\n' || line.size() >= LONGEST) {
        end(line, whole);
      }
    }
    return whole.toByteArray();
  }

  /** The last line, where it has no end. */
  public byte[] rest(boolean ofError) {
    ByteArrayOutputStream line = ofError ? error : output;
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    if (line.size() > 0) {
      line.write('\n');
      end(line, whole);
    }
    return whole.toByteArray();
  }

  private void end(ByteArrayOutputStream line, ByteArrayOutputStream whole) {
    whole.writeBytes(prefix);
    whole.writeBytes(line.toByteArray());
    line.reset();
  }
}
