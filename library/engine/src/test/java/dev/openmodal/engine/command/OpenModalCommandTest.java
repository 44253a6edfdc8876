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
    for (String each : new String[] {"status", "ps", "logs", "stop"}) {
      assertThat(run(each)).isEqualTo(1);
      assertThat(err.toString()).contains("about the session in which it is typed");
      err.getBuffer().setLength(0);
    }
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
