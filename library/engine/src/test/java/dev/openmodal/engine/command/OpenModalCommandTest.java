package dev.openmodal.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenModalCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return OpenModalCommand.commandLine(java.util.Optional.empty())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void versionNamesTheBuildTheJavaAndTheProvider() {
    assertThat(run("version")).isZero();
    assertThat(out.toString())
        .contains("openmodal ")
        .contains(System.getProperty("java.home"))
        .contains("provider ");
  }

  @Test
  void helpTellsOfTheCommandsAndOfTheTour() {
    assertThat(run("help")).isZero();
    assertThat(out.toString()).contains("version").contains("jshell").contains("./tour --shell");
  }

  @Test
  void whatIsAboutASessionSaysWhereItBelongs() {
    assertThat(run("captured", "f")).isEqualTo(1);
    assertThat(err.toString()).contains("about the session in which it is typed");
  }

  @Test
  void aTerminalSaysWhatToStop() {
    assertThat(run("stop")).isEqualTo(2);
    assertThat(err.toString()).contains("Say what to stop").contains("--client PID");
  }

  @Test
  void errorsAreJsonWhereJsonIsAskedFor() {
    assertThat(run("ps", "--client", "1", "--json")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("{\"error\":{\"code\":\"INVALID_NAME\",\"message\":\"No program of this user");
  }

  @Test
  void aWordThatIsNoCommandIsAnsweredByThoseThatThereAre() {
    assertThat(run("nonsense", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("There is no command 'nonsense'.", "doctor", "version");
  }

  @Test
  void withoutACommandItShowsWhichThereAre() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Name a command.").contains("jshell");
  }

  @Test
  void anUnknownEngineIsRefusedByNamingTheTwo() {
    assertThat(run("jshell", "--execution", "remote")).isEqualTo(2);
    assertThat(err.toString()).contains("remote").contains("[jdi, local]");
  }

  @Test
  void aJavaWithoutAShellIsRefusedByNamingThePackage(@TempDir Path noJava) {
    assertThat(run("jshell", "--java", noJava.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("There is no jshell in " + noJava)
        .contains("openjdk-17-jdk-headless")
        .contains("[SETUP]");
  }
}
