package dev.openmodal.engine.cell;

import dev.openmodal.bridge.Notebook;
import dev.openmodal.engine.output.OutputTarget;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** The cell of a notebook that has started something, which may have ended since. */
public final class CellOutput implements OutputTarget {
  private final Notebook.Cell cell;
  private final Decoder out = new Decoder();
  private final Decoder err = new Decoder();

  /**
   * @param cell in which it is shown
   */
  public CellOutput(Notebook.Cell cell) {
    this.cell = cell;
  }

  @Override
  public synchronized void print(boolean error, byte[] bytes) {
    String text = (error ? err : out).decode(bytes);
    if (!text.isEmpty()) {
      cell.print(error, text);
    }
  }

  /** Of bytes that come in pieces, where a character can begin in one and end in the next. */
  private static final class Decoder {
    private final CharsetDecoder charset =
        Charset.defaultCharset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] begun = {};

    String decode(byte[] bytes) {
      ByteBuffer all = ByteBuffer.allocate(begun.length + bytes.length).put(begun).put(bytes);
      all.flip();
      CharBuffer text =
          CharBuffer.allocate((int) Math.ceil(all.remaining() * charset.maxCharsPerByte()));
      charset.decode(all, text, false);
      begun = new byte[all.remaining()];
      all.get(begun);
      return text.flip().toString();
    }
  }
}
