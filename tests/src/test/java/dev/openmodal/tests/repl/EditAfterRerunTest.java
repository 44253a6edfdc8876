package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An input that has failed was run here; then its code is mended, and functions live on. */
class EditAfterRerunTest {
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void functionsLiveOn(int java) {
    assumeTrue(TestMachine.jdk(java).isPresent(), "no JDK " + java);
    try (JShellSession shell =
        JShellSession.of(TestMachine.jdk(java).orElseThrow(), "jdi").byCommand().open()) {
      shell.evaluate(
          "int twice(int n) { if (n == 2) throw new IllegalStateException(\"two\"); return 2 * n; }");
      shell.evaluate("var f = app(\"mend\").function((Integer n) -> twice(n));");
      shell.evaluate("var o = f.map(List.of(1, 2, 3)).outcomes();");
      assertThat(
              shell.output(
                  "try { o.failed().get(1).rerunLocally(); } catch (IllegalStateException e) {"
                      + " System.out.println(e); }"))
          .contains("IllegalStateException: two");
      shell.evaluate("int twice(int n) { return 2 * n; }");
      assertThat(shell.value("f.map(o.failed().inputs()).toList()")).isEqualTo("[4]");
    }
  }
}
