package dev.openmodal.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellProcessTest {
  private static ShellJava java(int feature) {
    return new ShellJava(Path.of("jshell"), feature);
  }

  @Test
  void theDefaultEngineTakesTheClassPathAsItIs() {
    assertThat(ShellProcess.options(java(17), ShellEngine.jdi, "a.jar"))
        .containsExactly("--class-path", "a.jar");
  }

  @Test
  void theLocalEngineGetsTheClassPathAndTheModulesOfOrdinaryProgramsFromItsJvmToo() {
    for (int version : new int[] {17, 25}) {
      assertThat(ShellProcess.options(java(version), ShellEngine.local, "a.jar"))
          .containsExactly(
              "--class-path",
              "a.jar",
              "-J--class-path=a.jar",
              "-J--add-modules=ALL-DEFAULT",
              "--execution",
              "local");
    }
  }
}
