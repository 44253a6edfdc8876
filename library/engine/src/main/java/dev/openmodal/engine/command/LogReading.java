package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.client.LogPart;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** How far the log of one call was read. */
final class LogReading {
  private final Client client;
  private final long call;
  private final CharsetDecoder decoder =
      Charset.defaultCharset()
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer undecoded = ByteBuffer.allocate(0);
  private long next;
  private boolean isAtEnd;

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
    ByteBuffer bytes = ByteBuffer.allocate(undecoded.remaining() + part.bytes().length);
    bytes.put(undecoded).put(part.bytes()).flip();
    CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
    decoder.decode(bytes, text, isAtEnd);
    undecoded = bytes;
    return text.flip().toString();
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
