package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's log tells what happened, and nothing that somebody may want to hide. */
class LogTest {
  @TempDir private Path home;

  @Test
  void debugTellsOfCallsAndWorkersButNoValueAndNoSecret() throws IOException {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    try (JShellSession shell =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "jdi")
            .byCommand()
            .environment("OPENMODAL_HOME", home.toString())
            .environment("OPENMODAL_LOG", "debug")
            .open()) {
      shell.evaluate("String captured = \"hush-captured\";");
      shell.evaluate(
          "var f = app(\"logged\").function((String s) -> { System.out.println(\"hush-printed\"); if"
              + " (s.endsWith(\"throw\")) throw new IllegalStateException(\"hush-thrown\"); return"
              + " \"hush-result\" + captured; }).env(\"TOKEN\","
              + " \"hush-env\").jvmOptions(\"-Dpassword=hush-property\");");
      assertThat(shell.output("System.out.println(f.remote(\"hush-argument\"))"))
          .contains("hush-resulthush-captured");
      assertThat(shell.output("f.remote(\"hush-throw\")")).contains("hush-thrown");
      assertThat(
              shell.output(
                  "app(\"logged\").function(() -> { System.exit(3); return 1; }).remote()"))
          .contains("REMOTE_EXIT");
    }
    List<Path> logs;
    try (var all = Files.list(home.resolve("log"))) {
      logs = all.filter(file -> file.toString().endsWith(".log")).toList();
    }
    assertThat(logs).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    assertThat(logs.get(0))
        .content()
        .contains("provider process", "of app logged", "REMOTE_EXIT", "bytes of arguments")
        .contains("is ready", "Returned", "exit code 3")
        .doesNotContain("hush");
  }
}
