package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import java.io.IOException;
import java.io.InputStream;

/**
 * The sizes that bytes claim. None is believed that the bytes which are left cannot hold, so that a
 * few of them never make this JVM set aside gigabytes.
 */
final class Sizes {
  private Sizes() {}

  /**
   * Reads how many parts follow.
   *
   * @param least how many bytes each of them takes at least
   */
  static int read(Input in, int least) {
    return checked(in, in.readVarInt(true), least, 0);
  }

  /**
   * Lets a size pass that can be true.
   *
   * @param owed how many bytes are left at least for what comes after these parts
   */
  static int checked(Input in, int size, int least, long owed) {
    if (size < 0) {
      throw Unreadable.noValue();
    }
    long needed = (long) size * least + owed;
    if (needed > in.limit() - in.position() && needed > left(in)) {
      throw Unreadable.noValue();
    }
    return size;
  }

  /**
   * How many bytes there still are: those that are buffered, and what the stream says of itself.
   */
  static long left(Input in) {
    long buffered = (long) in.limit() - in.position();
    InputStream stream = in.getInputStream();
    if (stream == null) {
      return buffered;
    }
    try {
      int more = stream.available();
      return more == Integer.MAX_VALUE ? Long.MAX_VALUE : buffered + more;
    } catch (IOException e) {
      return buffered;
    }
  }
}
