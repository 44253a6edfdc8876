package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import java.io.InputStream;

/** The bytes of values, whose strings are no longer than the bytes that are there. */
final class ValueInput extends Input {
  private static final int LONGEST_SIZE = 5; // of a number of variable length, in bytes

  ValueInput(InputStream in, byte[] buffer) {
    super(buffer);
    setInputStream(in);
  }

  /** Kryo makes room for as many letters as are claimed; each takes a byte at least. */
  @Override
  public String readString() {
    optional(LONGEST_SIZE); // what is buffered stays where it is while it is looked at
    int start = position;
    if (readVarIntFlag()) {
      int claimed = readVarIntFlag(true);
      Sizes.checked(this, Math.max(claimed - 1, 0), 1, 0);
      position = start;
    }
    return super.readString();
  }
}
