package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/**
 * The bounds of {@code docs/benchmarks.md} that hold on a busy machine too. Medians: what one call
 * takes says nothing there.
 */
class SpeedTest {
  private static final int EDITS = 60;

  @Test
  void anEditedLambdaGivesItsResultWithinATenthOfASecondAndAWarmOneAtOnce() {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    try (JShellSession shell =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "local").byCommand().open()) {
      StringBuilder edits = new StringBuilder("var app = app(\"speed\");\n");
      edits.append("var all = new ArrayList<RemoteFunction<Integer, Integer>>();\n");
      for (int i = 0; i < EDITS; i++) {
        edits.append("int step%1$d(int n) { return n + %1$d; }\n".formatted(i));
        edits.append("all.add(app.function((Integer n) -> step%d(n)));\n".formatted(i));
      }
      edits.append(
          """
          long median(List<RemoteFunction<Integer, Integer>> calls) { return calls.stream().mapToLong(f -> { long start = System.nanoTime(); f.remote(1); return (System.nanoTime() - start) / 1000; }).sorted().skip(calls.size() / 2).findFirst().getAsLong(); }
          """);
      shell.evaluate(edits.toString());
      shell.evaluate("app.function(() -> 1).remote()"); // the worker is there before the first edit
      long edited = Long.parseLong(shell.value("median(all)"));
      long warm = Long.parseLong(shell.value("median(Collections.nCopies(60, all.get(0)))"));
      assertThat(edited).as("microseconds of a lambda that is new there").isLessThan(100_000);
      assertThat(warm).as("microseconds of a warm call").isLessThan(20_000);
    }
  }
}
