package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars that are added to a running session. */
class ChangingClassPathTest {
  private static Path lateJar() {
    return UserJars.of(
        "late",
        "Late",
        "public class Late { public static String says(String s) { return \"late \" + s; } }");
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void aJarAddedInJJavaIsThereAtTheNextCallFromTheSameWorker(int java) {
    try (ReplSession kernel = FrontEnd.kernel("jjava-jars", java)) {
      kernel.evaluate("var pid = app(\"late\").function(() -> ProcessHandle.current().pid());");
      String before = kernel.value("pid.remote()");
      kernel.evaluate("%jars " + lateJar());
      assertThat(
              kernel.value(
                  "app(\"late\").function((String s) -> demo.Late.says(s)).remote(\"x\") + \" \" +"
                      + " app(\"late\").function(() -> demo.Late.class.getProtectionDomain().getCodeSource().getLocation().getPath().replaceAll(\".*/\", \"\")).remote()"))
          .isEqualTo("late x late.jar");
      assertThat(kernel.value("pid.remote()")).isEqualTo(before);
    }
  }

  /** Before 22 the local engine ignores the class path of /env (JDK-8314327). */
  @ParameterizedTest(name = "{0} on Java {1}")
  @CsvSource({"jdi, 17", "jdi, 25", "local, 25"})
  void afterEnvTheJarIsThereAndTheOldWorkerIsGoneAndALineSaysThatCallsRanAgain(
      String engine, int java) {
    assumeTrue(TestMachine.jdk(java).isPresent(), () -> "no JDK " + java);
    try (JShellSession shell =
        JShellSession.of(TestMachine.jdk(java).orElseThrow(), engine).byCommand().open()) {
      shell.evaluate("var pid = app(\"env\").function(() -> ProcessHandle.current().pid());");
      long before = Long.parseLong(shell.value("pid.remote()"));
      String path = TestMachine.oneJar() + File.pathSeparator + lateJar();
      List<String> replayed = shell.evaluate("/env --class-path " + path, Duration.ofMinutes(2));
      assertThat(String.join("\n", replayed)).containsPattern("(?i)openmodal: .*(again|replay)");
      assertThat(
              shell.value("app(\"env\").function((String s) -> demo.Late.says(s)).remote(\"x\")"))
          .isEqualTo("late x");
      if (engine.equals("jdi")) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> ProcessHandle.of(before).isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdi", "local"})
  void aFolderOfClassesTravelsAndItsChangesToo(String engine) {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    lateJar();
    Path folder = TestMachine.target("user-jars").resolve("late-made");
    try (JShellSession shell =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), engine)
            .byCommand()
            .classPath(folder)
            .open()) {
      assertThat(shell.value("app(\"f\").function((String s) -> demo.Late.says(s)).remote(\"y\")"))
          .isEqualTo("late y");
    }
  }
}
