package dev.openmodal.tests.remote;

import static dev.openmodal.OpenModal.app;
import static dev.openmodal.OpenModal.openmodal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.MapResults;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteFunction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** The commands about the session in which they are typed. */
@Isolated // it looks at what is printed
@Timeout(60)
class SessionCommandTest {
  private final App app = app("session-commands");
  private final App logged = app("session-logs");

  private static String printed(String... words) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      openmodal(words);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static String errors(String... words) {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      openmodal(words);
    } finally {
      System.setErr(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static String own(String table) {
    return table.lines().filter(line -> line.contains("session-commands")).findFirst().orElse("");
  }

  @Test
  void psListsWorkersAndStopEndsThem() {
    RemoteFunction<Integer, Long> pid =
        app.function((Integer n) -> ProcessHandle.current().pid()).maxContainers(1);
    long first = pid.remote(1);
    assertThat(printed("stop", "session-comands"))
        .startsWith("no workers of app session-comands; there are some of ")
        .contains("session-commands");
    assertThat(printed("ps").lines().findFirst().orElse(""))
        .containsSubsequence("worker", "app", "state", "calls now", "age");
    assertThat(own(printed("ps"))).containsSubsequence("pid ", "idle", " 0 ", " s");
    assertThat(printed("stop", "session-commands")).isEqualToIgnoringNewLines("stopped 1 worker");
    await().until(() -> ProcessHandle.of(first).isEmpty());
    await().until(() -> own(printed("ps")).isEmpty());
    assertThat(printed("stop session-commands")).startsWith("no workers of app session-commands");
    assertThat(pid.remote(1)).isNotEqualTo(first);
  }

  @Test
  void stopCancelsWhatRunsAndWaits() {
    RemoteFunction<Integer, Integer> sleeps =
        app.function(
                (Integer n) -> {
                  Thread.sleep(n == 0 ? 0 : 60_000);
                  return n;
                })
            .maxContainers(1);
    MapResults<Integer, Integer> results = sleeps.map(IntStream.range(0, 100).boxed());
    await().until(() -> results.toString().contains(" 1 done"));
    await().until(() -> own(printed("ps")).contains("busy"));
    printed("stop", "session-commands");
    var outcomes = results.outcomes().toList();
    assertThat(outcomes).hasSize(100);
    assertThat(outcomes.get(0).isSuccess()).isTrue();
    assertThat(outcomes.subList(1, 100))
        .allMatch(
            outcome ->
                outcome.error().orElseThrow() instanceof OpenModalException e
                    && e.code() == dev.openmodal.ErrorCode.CANCELLED);
    assertThat(sleeps.remote(0)).isZero();
  }

  @Test
  void logsListsWhatGoesOnByItselfAndPrintsWhatItHasPrinted() {
    RemoteFunction<Integer, Integer> prints =
        logged
            .function(
                (Integer n) -> {
                  System.out.println("printed by " + n);
                  if (n == 3) {
                    throw new IllegalStateException("no\nthree");
                  }
                  return n;
                })
            .maxContainers(1);
    RemoteCall<Integer> call = prints.spawn(7);
    call.get();
    RemoteCall<Integer> failing = prints.spawn(3);
    assertThatThrownBy(failing::get).hasMessage("no\nthree");
    prints.map(List.of(1, 2, 3)).outcomes().toList();
    await().until(() -> row("map").contains("failed"));
    assertThat(printed("logs").lines().findFirst().orElse(""))
        .containsSubsequence("number", "what", "app", "state", "time", "printed");
    assertThat(row(call.id() + " "))
        .containsSubsequence("call", "session-logs", "done", "13 B", "pid ");
    assertThat(row(failing.id() + " "))
        .containsSubsequence("call", "failed", "java.lang.IllegalStateException: no")
        .doesNotContain("three");
    assertThat(row("map")).contains("2 done, 1 failed");
    assertThat(printed("logs", Long.toString(call.id()))).isEqualToIgnoringNewLines("printed by 7");
    assertThat(failing.toString())
        .contains("failed after ", ": java.lang.IllegalStateException: no")
        .doesNotContain("three");
    assertThat(errors("logs 999999")).contains("no call or map 999999").contains("[INVALID_NAME]");
    assertThat(errors("logs x")).contains("NUMBER");
    RemoteCall<Integer> quiet = logged.function((Integer n) -> n).spawn(1);
    quiet.get();
    assertThat(errors("logs " + quiet.id())).contains("it has printed nothing so far");
  }

  @Test
  void mapsEndAsTheyEnd() {
    RemoteFunction<Integer, Integer> fails =
        app("session-ends")
            .function(
                (Integer n) -> {
                  if (n == 3) {
                    throw new IllegalStateException("no three");
                  }
                  Thread.sleep(n > 3 ? 60_000 : 0);
                  return n;
                });
    MapResults<Integer, Integer> fast = fails.failFast().map(IntStream.range(0, 9).boxed());
    assertThatThrownBy(fast::toList).hasMessageContaining("no three");
    await().until(() -> ends().contains("failed"));
    MapResults<Integer, Integer> broken =
        fails.map(
            IntStream.range(0, 9)
                .peek(
                    n -> {
                      if (n == 2) {
                        throw new IllegalStateException("source broken");
                      }
                    })
                .boxed());
    assertThatThrownBy(broken::toList).hasMessage("source broken");
    await().until(() -> ends().equals("failed, failed"));
    MapResults<Integer, Integer> stopped = fails.map(IntStream.range(0, 9).boxed());
    stopped.close();
    await().until(() -> ends().equals("failed, failed, cancelled"));
  }

  private static String ends() {
    return printed("logs")
        .lines()
        .filter(line -> line.contains("session-ends"))
        .map(line -> line.replaceFirst("^.* session-ends +(\\w+) .*$", "$1"))
        .collect(Collectors.joining(", "));
  }

  @Test
  void thousandsOfCallsAreNotListed() {
    for (int i = 0; i < 60; i++) {
      logged.function((Integer n) -> n).spawn(i).get();
    }
    assertThat(printed("logs").lines()).hasSizeLessThanOrEqualTo(52);
    assertThat(printed("logs")).contains(" earlier");
  }

  private static String row(String of) {
    return printed("logs")
        .lines()
        .filter(line -> line.contains("session-logs"))
        .filter(line -> line.startsWith(of) || line.contains(" " + of + " "))
        .reduce("", (first, second) -> second);
  }

  @Test
  void statusAndProviderSayWhereCodeRuns() {
    assertThat(printed("status"))
        .contains("process (child JVMs on this machine), by default")
        .contains("workers", "calls and maps", "log", "openmodal ");
    assertThat(printed("provider")).containsSubsequence("process", "child JVMs", "used by default");
    assertThat(errors("provider nowhere"))
        .contains("This build holds no provider 'nowhere', only local, process.");
    assertThat(printed("provider local")).containsPattern("local .*used in this session");
    assertThat(printed("status")).contains("local (containers");
    assertThat(printed("provider process")).containsPattern("process .*used in this session");
  }

  @Test
  void capturedIsOfNotebooks() {
    assertThat(errors("captured f")).contains("Here type f.captured().");
  }

  @Test
  void whatIsNotForSessionsSaysWhereItBelongs() {
    assertThat(errors("jshell")).contains("command of the terminal");
    assertThat(errors("run Hello.java")).contains("command of the terminal");
    assertThat(errors("nonsense"))
        .contains("There is no command 'nonsense'", "ps", "status")
        .doesNotContain("jshell", "captured", "completion");
    assertThat(printed("help"))
        .contains("Usage: openmodal(\"COMMAND\")", "status", "openmodal(\"help ps\") tells")
        .doesNotContain("Opens jshell", "./tour");
    assertThat(errors((String) null)).contains("Name a command.").doesNotContain("Opens jshell");
    assertThat(printed("--version")).startsWith("openmodal ");
  }
}
