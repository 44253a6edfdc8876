package dev.openmodal.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
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
  void twoBuildsOfOneVersionAreToldApart(@TempDir Path folder) throws Exception {
    Path one = Files.writeString(folder.resolve("one.jar"), "one");
    Path other = Files.writeString(folder.resolve("other.jar"), "other");
    assertThat(VersionCommand.build(one))
        .isEqualTo("7692c3ad3540") // sha256sum says so
        .isNotEqualTo(VersionCommand.build(other));
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
  void anOptionThatThereIsNotIsNoCommand() {
    assertThat(run("--nonsense")).isEqualTo(2);
    assertThat(err.toString()).startsWith("There is no option '--nonsense' here.");
  }

  @Test
  void theVersionIsAnOptionToo() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("openmodal ").contains("provider ");
  }

  @Test
  void wordsThatAreNotUnderstoodAreNamedInPlainWords() {
    run("ps", "extra");
    run("logs", "abc");
    run("ps", "--client", "x");
    run("top", "--delay", "x");
    assertThat(err.toString().lines())
        .contains(
            "'extra' is one word too many.",
            "NUMBER: 'abc' is not a whole number.",
            "--client: 'x' is not a whole number.",
            "--delay: 'x' is not a number such as 2 or 0.5.");
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
