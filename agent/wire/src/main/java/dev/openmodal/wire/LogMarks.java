package dev.openmodal.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Marks that a worker writes into its real standard output and error, between what user code and
 * its subprocesses write there: a NUL, {@code openmodal:}, a word, perhaps numbers, and a newline.
 */
public final class LogMarks {
  private static final String PREFIX = "\0openmodal:";
  private static final Pattern FORM =
      Pattern.compile(
          PREFIX
              + "(?:ready (\\d{1,5})|end (-?\\d{1,19})|(exit)|(lapsed)|out (-?\\d{1,19}) (\\d{1,9}))\n");
  private static final int LONGEST =
      PREFIX.length() + "out -9223372036854775808 999999999\n".length();

  private LogMarks() {}

  /** The worker listens on this loopback port. */
  public static byte[] ready(int port) {
    return mark("ready " + port);
  }

  /** Everything that the call printed is before this mark. */
  public static byte[] end(long callId) {
    return mark("end " + callId);
  }

  /** What is behind this mark was written after the call's JVM had printed so many messages. */
  public static byte[] printed(long callId, int messages) {
    return mark("out " + callId + " " + messages);
  }

  /** User code ends the worker's JVM. */
  public static byte[] exit() {
    return mark("exit");
  }

  /** The worker ends because its client was silent for too long. */
  public static byte[] lapsed() {
    return mark("lapsed");
  }

  private static byte[] mark(String word) {
    return (PREFIX + word + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** What one mark says. */
  public sealed interface Mark {
    /** As it is written. */
    byte[] bytes();
  }

  /**
   * The worker listens.
   *
   * @param port the loopback port
   */
  public record Ready(int port) implements Mark {
    @Override
    public byte[] bytes() {
      return ready(port);
    }
  }

  /**
   * Everything that a call printed is before this.
   *
   * @param callId the call
   */
  public record End(long callId) implements Mark {
    @Override
    public byte[] bytes() {
      return end(callId);
    }
  }

  /**
   * What comes next was written after so many messages of the call's output.
   *
   * @param callId the call
   * @param messages how many, this one included
   */
  public record Printed(long callId, int messages) implements Mark {
    @Override
    public byte[] bytes() {
      return printed(callId, messages);
    }
  }

  /** User code ends the worker's JVM. */
  public record Exit() implements Mark {
    @Override
    public byte[] bytes() {
      return exit();
    }
  }

  /** The worker's lease has lapsed. */
  public record Lapsed() implements Mark {
    @Override
    public byte[] bytes() {
      return lapsed();
    }
  }

  /** Gets the bytes and the marks of a stream in their order. */
  public interface Sink {
    /** Bytes that are no mark. The array is only valid during this call. */
    void plain(byte[] bytes, int offset, int length);

    /** One mark, which is not among the plain bytes. */
    void mark(Mark mark);
  }

  /** Splits a stream into plain bytes and marks, wherever its chunks end. Not thread-safe. */
  public static final class Parser {
    private final Sink sink;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    /**
     * @param sink gets what is parsed
     */
    public Parser(Sink sink) {
      this.sink = sink;
    }

    /** Takes the next bytes; what may be the beginning of a mark is held back until it is clear. */
    public void feed(byte[] bytes, int offset, int length) {
      int plainFrom = offset;
      int end = offset + length;
      for (int i = offset; i < end; i++) {
        byte b = bytes[i];
        if (held.size() == 0 && b != 0) {
          continue;
        }
        if (held.size() == 0 || b == 0) {
          // A NUL begins a mark, and ends the hope that the bytes before it were one.
          if (held.size() == 0) {
            plain(bytes, plainFrom, i - plainFrom);
          }
          release();
        }
        held.write(b);
        plainFrom = i + 1;
        if (b == '\n') {
          finish();
        } else if (!mayBecomeMark()) {
          release();
        }
      }
      plain(bytes, plainFrom, end - plainFrom);
    }

    /** The stream has ended: what was held back was no mark. */
    public void close() {
      release();
    }

    private boolean mayBecomeMark() {
      if (held.size() > LONGEST) {
        return false;
      }
      String text = held.toString(StandardCharsets.ISO_8859_1);
      return text.length() < PREFIX.length() ? PREFIX.startsWith(text) : text.startsWith(PREFIX);
    }

    private void finish() {
      Matcher form = FORM.matcher(held.toString(StandardCharsets.ISO_8859_1));
      Mark mark = form.matches() ? read(form) : null;
      if (mark == null) {
        release();
      } else {
        held.reset();
        sink.mark(mark);
      }
    }

    private static @Nullable Mark read(Matcher form) {
      try {
        if (form.group(1) != null) {
          return new Ready(Integer.parseInt(form.group(1)));
        }
        if (form.group(5) != null) {
          return new Printed(Long.parseLong(form.group(5)), Integer.parseInt(form.group(6)));
        }
        if (form.group(4) != null) {
          return new Lapsed();
        }
        return form.group(2) != null ? new End(Long.parseLong(form.group(2))) : new Exit();
      } catch (NumberFormatException e) {
        return null; // more digits than a call's number has
      }
    }

    private void release() {
      byte[] bytes = held.toByteArray();
      held.reset();
      plain(bytes, 0, bytes.length);
    }

    private void plain(byte[] bytes, int offset, int length) {
      if (length > 0) {
        sink.plain(bytes, offset, length);
      }
    }
  }
}
