package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.client.LogPart;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** How far the log of one call was read. */
final class LogReading {
  private final Client client;
  private final long call;
  private @Nullable CharsetDecoder decoder;
  private ByteBuffer undecoded = ByteBuffer.allocate(0);
  private long next;
  private boolean isAtEnd;
  private boolean saidWhatIsMissing;

  LogReading(Client client, long call) {
    this.client = client;
    this.call = call;
  }

  /** Whether nothing more comes. */
  boolean isAtEnd() {
    return isAtEnd;
  }

  /** What was printed since this was last asked; a character that is not whole yet waits. */
  String more() {
    LogPart part = client.log(call, next).orElseThrow(this::gone);
    next = part.next();
    isAtEnd = part.isLast();
    if (decoder == null) {
      decoder =
          part.charset()
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }
    ByteBuffer bytes = ByteBuffer.allocate(undecoded.remaining() + part.bytes().length);
    bytes.put(undecoded).put(part.bytes()).flip();
    CharBuffer text =
        CharBuffer.allocate((int) (bytes.remaining() * decoder.maxCharsPerByte()) + 1);
    decoder.decode(bytes, text, isAtEnd);
    undecoded = bytes;
    boolean endsShort = part.notKept() > 0 && part.bytes().length == 0 && !saidWhatIsMissing;
    saidWhatIsMissing |= endsShort;
    return text.flip()
        + (endsShort ? "\n… " + part.notKept() + " further bytes were not kept.\n" : "");
  }

  /** How many bytes were read so far. */
  long read() {
    return next;
  }

  private OpenModalException gone() {
    return new OpenModalException(
        ErrorCode.INVALID_NAME,
        client.state().name()
            + " knows no call or map "
            + call
            + " any more. The command logs lists them.");
  }
}
