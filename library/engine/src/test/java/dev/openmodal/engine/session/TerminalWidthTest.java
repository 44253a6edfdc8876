package dev.openmodal.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TerminalWidthTest {
  @Test
  void aTerminalIsAskedForItsColumns() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no program to make a terminal");
    Process terminal =
        new ProcessBuilder("script", "-q", "-c", "stty cols 61; tty; cat", "/dev/null").start();
    try (BufferedReader out = terminal.inputReader()) {
      Path device = Path.of(out.readLine().strip());
      assertThat(new TerminalWidth(device).getAsInt()).isEqualTo(61);
    } finally {
      terminal.destroy();
    }
  }

  @Test
  void whatIsNoTerminalHasTheUsualWidth() {
    assertThat(new TerminalWidth(Path.of("/dev/null")).getAsInt()).isEqualTo(80);
    assertThat(new TerminalWidth(Path.of("/not/there")).getAsInt()).isEqualTo(80);
  }
}
