package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code openmodal run FILE.java} does what {@code java FILE.java} does. */
class RunProgramsTest {
  private static final int AT_A_TIME = 2;

  private record Both(RunProcess.Ended java, RunProcess.Ended ours) {}

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void programsPrintReadAndEndAsTheyDoWithJava(int java) throws Exception {
    assumeTrue(TestMachine.jdk(java).isPresent(), "no Java " + java + " here");
    int number = 0;
    ExecutorService some = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      Map<ProgramFile, Future<Both>> runs = new LinkedHashMap<>();
      for (ProgramFile program : ProgramFile.all()) {
        boolean isLeftOut = java == 17 && !isFull() && number++ % 2 == 0;
        if (program.minJava() <= java && !isLeftOut) {
          runs.put(program, some.submit(() -> both(program, java)));
        }
      }
      assertThat(runs.size()).isGreaterThanOrEqualTo(java == 17 && !isFull() ? 15 : 30);
      SoftAssertions all = new SoftAssertions();
      for (Map.Entry<ProgramFile, Future<Both>> run : runs.entrySet()) {
        compare(all, run.getKey().toString(), run.getValue().get());
      }
      all.assertAll();
    } finally {
      some.shutdownNow();
    }
  }

  /** Else every second one on Java 17, as all of them run on 25. */
  private static boolean isFull() {
    return System.getProperty("openmodal.test.parity", "all").equals("all");
  }

  private static Both both(ProgramFile program, int java) {
    List<String> here = new ArrayList<>(List.of(RunProcess.java(java)));
    here.addAll(program.command());
    List<String> there = RunProcess.openmodalRun(java);
    there.addAll(program.command());
    return new Both(
        RunProcess.run(ProgramFile.folder(), here, program.input()),
        RunProcess.run(ProgramFile.folder(), there, program.input()));
  }

  private static void compare(SoftAssertions all, String name, Both both) {
    all.assertThat(both.ours().exitCode()).as(name).isEqualTo(both.java().exitCode());
    all.assertThat(LauncherFrames.without(both.ours().err()))
        .as(name)
        .isEqualTo(LauncherFrames.without(both.java().err()));
    all.assertThat(java.util.Arrays.equals(both.ours().out(), both.java().out()))
        .as(name + " prints " + shown(both.ours()) + " and with java " + shown(both.java()))
        .isTrue();
  }

  private static String shown(RunProcess.Ended ended) {
    String text = ended.text();
    return ended.out().length + " bytes, " + text.substring(0, Math.min(400, text.length()));
  }
}
