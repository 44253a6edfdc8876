package dev.openmodal.engine.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.bridge.Notebook;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellOutputTest {
  private final List<String> printed = new ArrayList<>();
  private final CellOutput output =
      new CellOutput(
          new Notebook.Cell() {
            @Override
            public Notebook.Shown show(Map<String, String> content) {
              throw new AssertionError("only printed");
            }

            @Override
            public void print(boolean error, String text) {
              printed.add((error ? "err " : "out ") + text);
            }
          });

  @Test
  void aCharacterThatComesInPiecesIsWhole() {
    byte[] bytes = "aäß€😀z".getBytes(Charset.defaultCharset());
    for (byte each : bytes) {
      output.print(false, new byte[] {each});
    }
    assertThat(String.join("", printed).replace("out ", "")).isEqualTo("aäß€😀z");
  }

  @Test
  void theTwoStreamsAreApart() {
    byte[] euro = "€".getBytes(Charset.defaultCharset());
    output.print(false, new byte[] {euro[0]});
    output.print(true, "oops".getBytes(Charset.defaultCharset()));
    output.print(false, new byte[] {euro[1], euro[2]});
    assertThat(printed).containsExactly("err oops", "out €");
  }

  @Test
  void whatIsNoTextIsReplaced() {
    output.print(false, new byte[] {'a', (byte) 0xff, 'b'});
    assertThat(printed).containsExactly("out a\ufffdb");
  }
}
