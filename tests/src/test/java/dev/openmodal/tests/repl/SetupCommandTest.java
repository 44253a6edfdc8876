package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code openmodal setup}, as scripts use it. */
@Timeout(120)
class SetupCommandTest {
  @TempDir private Path home;

  @Test
  void keepsWhatIsChosenAndRunsAFirstFunctionThere() throws IOException {
    TerminalCommand done = TerminalCommand.run(home, "setup", "--provider", "process");
    assertThat(done.out())
        .contains("kept in " + home.resolve("config.toml"), "6 * 7 = 42", "That works");
    assertThat(done.exit()).isZero();
    assertThat(Files.readString(home.resolve("config.toml"))).contains("provider = \"process\"");
    assertThat(TerminalCommand.run(home, "provider").out()).contains("used by " + home);
  }

  @Test
  void refusesWhatCannotBeAndKeepsNothing() throws IOException {
    assertThat(TerminalCommand.run(home, "setup").err())
        .contains("There is nobody to ask here", "--provider NAME", "local, process");
    assertThat(TerminalCommand.run(home, "setup", "--provider", "moon").err())
        .contains("no provider 'moon'");
    assertThat(
            TerminalCommand.run(home, "setup", "--provider", "process", "--image", "debian:12")
                .err())
        .contains("runs no containers");
    assertThat(TerminalCommand.run(home, "setup", "--provider", "local", "--image", "No").err())
        .contains("Image.from(No)");
    assertThat(home.resolve("config.toml")).doesNotExist();
  }
}
