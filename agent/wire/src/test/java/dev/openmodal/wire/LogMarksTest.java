package dev.openmodal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogMarksTest {
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private final List<LogMarks.Mark> marks = new ArrayList<>();
  private final LogMarks.Parser parser =
      new LogMarks.Parser(
          new LogMarks.Sink() {
            @Override
            public void plain(byte[] bytes, int offset, int length) {
              plain.write(bytes, offset, length);
            }

            @Override
            public void mark(LogMarks.Mark mark) {
              marks.add(mark);
            }
          });

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void marksAndPlainBytesAreSplitWhereverChunksEnd() {
    byte[] stream =
        concat(
            bytes("a\nb"),
            LogMarks.ready(40123),
            bytes("ünï"),
            LogMarks.printed(Long.MIN_VALUE, 999_999_999),
            LogMarks.end(-7),
            LogMarks.end(Long.MAX_VALUE),
            bytes("\0\0openmodal: no\0"),
            LogMarks.exit(),
            bytes("z"));
    for (int chunk = 1; chunk <= stream.length; chunk++) {
      plain.reset();
      marks.clear();
      for (int i = 0; i < stream.length; i += chunk) {
        parser.feed(stream, i, Math.min(chunk, stream.length - i));
      }
      parser.close();
      assertThat(plain.toString(StandardCharsets.UTF_8)).isEqualTo("a\nbünï\0\0openmodal: no\0z");
      assertThat(marks)
          .containsExactly(
              new LogMarks.Ready(40123),
              new LogMarks.Printed(Long.MIN_VALUE, 999_999_999),
              new LogMarks.End(-7),
              new LogMarks.End(Long.MAX_VALUE),
              new LogMarks.Exit());
    }
  }

  @Test
  void anUnfinishedMarkIsPlainBytesAtTheEnd() {
    byte[] begun = bytes("x\0openmodal:end 1");
    parser.feed(begun, 0, begun.length);
    assertThat(plain.toString(StandardCharsets.UTF_8)).isEqualTo("x");
    parser.close();
    assertThat(plain.toByteArray()).isEqualTo(begun);
    assertThat(marks).isEmpty();
  }
}
