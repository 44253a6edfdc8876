package dev.openmodal.tests.map;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.ErrorCode;
import dev.openmodal.MapFailedException;
import dev.openmodal.MapResults;
import dev.openmodal.OpenModalException;
import dev.openmodal.Outcome;
import dev.openmodal.Outcomes;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteFunction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of inputs whose workers end under them. */
@Timeout(180)
class LossTest {
  @TempDir private Path folder;
  private final App app = app("loss");

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private RemoteFunction<Integer, Integer> poisonedBy(int poison) {
    String trace = folder.resolve("runs").toString();
    return app.function(
        (Integer n) -> {
          Files.writeString(
              Path.of(trace), n + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          if (n == poison) {
            Runtime.getRuntime().halt(137);
          }
          return n;
        });
  }

  private List<String> runsOf(int input) throws IOException {
    try (var lines = Files.lines(folder.resolve("runs"))) {
      return lines.filter(Integer.toString(input)::equals).toList();
    }
  }

  @Test
  void aPoisonInputEndsByItself() throws Exception {
    Outcomes<Integer, Integer> outcomes = poisonedBy(77).map(numbers(200)).outcomes();
    assertThat(outcomes.succeeded()).hasSize(199);
    Outcome<Integer, Integer> poisoned = outcomes.failed().toList().get(0);
    assertThat(poisoned.input()).isEqualTo(77);
    assertThat(poisoned.attempts()).isEqualTo(3);
    assertThat(poisoned.error().orElseThrow())
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining("lost 3 workers while it ran on them")
        .hasMessageEndingWith("[WORKER_LOST]")
        .hasRootCauseInstanceOf(OpenModalException.class);
    assertThat(runsOf(77)).hasSize(3);
    assertThat(outcomes.failed().size()).isEqualTo(1);
  }

  @Test
  void withAtMostOnceAnInputThatHasLostItsWorkerEndsWithThat() throws Exception {
    Outcomes<Integer, Integer> outcomes = poisonedBy(7).atMostOnce().map(numbers(50)).outcomes();
    assertThat(outcomes.succeeded()).hasSize(49);
    assertThat(outcomes.failed().toList()).extracting(Outcome::attempts).containsExactly(1);
    for (int i = 0; i < 50; i++) {
      assertThat(runsOf(i)).as("runs of %d", i).hasSize(1);
    }
    assertThatThrownBy(() -> poisonedBy(7).atMostOnce().retries(1))
        .hasMessageEndingWith("[INVALID_OPTION]");
  }

  @Test
  void aSpawnedCallRunsAgainElsewhere() throws Exception {
    String marker = folder.resolve("once").toString();
    RemoteFunction<Integer, Integer> diesOnce =
        app.function(
            (Integer n) -> {
              if (!Files.exists(Path.of(marker))) {
                Files.createFile(Path.of(marker));
                Runtime.getRuntime().halt(1);
              }
              return n;
            });
    assertThat(diesOnce.spawn(4).get()).isEqualTo(4);
    Files.delete(Path.of(marker));
    assertThatThrownBy(() -> diesOnce.atMostOnce().spawn(4).get())
        .hasMessageEndingWith("[WORKER_LOST]");
  }

  @Test
  void anInputThatEndsItsJvmSaysSoAtOnce() throws Exception {
    RemoteFunction<Integer, Integer> exits =
        app.function(
            (Integer n) -> {
              if (n == 3) {
                System.exit(5);
              }
              return n;
            });
    Outcomes<Integer, Integer> outcomes = exits.map(numbers(20)).outcomes();
    assertThat(outcomes.succeeded()).hasSize(19);
    assertThat(((OpenModalException) outcomes.failed().toList().get(0).error().get()).code())
        .isEqualTo(ErrorCode.REMOTE_EXIT);
    assertThat(outcomes.failed().toList().get(0).attempts()).isEqualTo(1);
  }

  @Test
  void inputsBesideOneThatDiesRunAgain() {
    RemoteFunction<Integer, Integer> beside =
        app.function(
                (Integer n) -> {
                  Thread.sleep(n == 5 ? 50 : 200);
                  if (n == 5) {
                    Runtime.getRuntime().halt(137);
                  }
                  return n;
                })
            .concurrency(4)
            .maxContainers(1);
    Outcomes<Integer, Integer> outcomes = beside.map(numbers(24)).outcomes();
    // Those that ran beside it each time are charged as well, and may end with it.
    assertThat(outcomes.failed().toList()).extracting(Outcome::input).contains(5);
    assertThat(outcomes.succeeded()).hasSizeGreaterThan(19);
  }

  /** How many files of the folder other processes have open: one for each input that runs. */
  private static long openIn(Path folder) throws IOException {
    long open = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
          for (Path file : files) {
            open += Files.readSymbolicLink(file).startsWith(folder) ? 1 : 0;
          }
        } catch (IOException | DirectoryIteratorException e) {
          // it has ended, or is somebody else's
        }
      }
    }
    return open;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aCancelledMapLeavesNothingRunning() {
    String running = folder.resolve("running").toString();
    RemoteFunction<Integer, Integer> sleeps =
        app.function(
                (Integer n) -> {
                  try (OutputStream open = Files.newOutputStream(Path.of(running + n))) {
                    Thread.sleep(600_000);
                  }
                  return n;
                })
            .concurrency(200)
            .maxContainers(2);
    MapResults<Integer, Integer> results = sleeps.map(numbers(1000));
    await().atMost(Duration.ofSeconds(60)).until(() -> openIn(folder) >= 400);
    results.close();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofMillis(1300))
        .until(() -> openIn(folder) == 0);
    assertThatThrownBy(results::toList)
        .isInstanceOf(MapFailedException.class)
        .hasMessageContaining("1000 were stopped");
    assertThat(app.function((Integer n) -> n).concurrency(200).maxContainers(2).remote(1))
        .isEqualTo(1);
  }

  @Test
  void whereNoWorkerCanBeHadTheMapSaysSoOnce() {
    RemoteFunction<Integer, Integer> cannot =
        app.function((Integer n) -> n).jvmOptions("-XX:NoSuchOption");
    MapResults<Integer, Integer> results = cannot.map(numbers(10_000));
    assertThatThrownBy(results::toList)
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining("NoSuchOption")
        .hasMessageEndingWith("[WORKER_START]");
    RemoteCall<Integer> call = cannot.spawn(1);
    assertThatThrownBy(call::get).hasMessageEndingWith("[WORKER_START]");
  }

  @Test
  void workersAreKeptWarmAndNoneStaysBeyondItsWindow() {
    RemoteFunction<Integer, Long> pid =
        app.function(
                (Integer n) -> ProcessHandle.current().info().startInstant().get().toEpochMilli())
            .scaledownWindow(Duration.ofMillis(300))
            .env("KEEP", "1");
    long first = pid.remote(1);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> pid.remote(1) != first);
    RemoteFunction<Integer, Long> kept = pid.minContainers(1).maxContainers(1);
    long warm = kept.remote(1);
    await().pollDelay(Duration.ofSeconds(2)).until(() -> kept.remote(1) == warm);
  }

  @Test
  void aWorkerThatRanOutOfMemoryRunsNothingMore() throws Exception {
    Path starts = folder.resolve("starts");
    String trace = starts.toString();
    RemoteFunction<Integer, Integer> greedy =
        app.function(
                (Integer n) -> {
                  Files.writeString(
                      Path.of(trace),
                      n + " " + ProcessHandle.current().pid() + "\n",
                      StandardOpenOption.CREATE,
                      StandardOpenOption.APPEND);
                  List<byte[]> kept = new ArrayList<>();
                  while (n == 5) {
                    kept.add(new byte[1 << 20]);
                  }
                  return n + kept.size();
                })
            .memory("64MiB")
            .maxContainers(1);
    Outcomes<Integer, Integer> outcomes = greedy.map(numbers(40)).outcomes();
    assertThat(outcomes.succeeded()).hasSize(39);
    assertThat(((OpenModalException) outcomes.failed().toList().get(0).error().get()).code())
        .isEqualTo(ErrorCode.OUT_OF_MEMORY);
    List<String> lines = Files.readAllLines(starts);
    assertThat(lines).hasSize(40);
    int greedyOne = lines.indexOf(lines.stream().filter(l -> l.startsWith("5 ")).findAny().get());
    String pid = lines.get(greedyOne).split(" ", 2)[1];
    assertThat(lines.subList(greedyOne + 1, 40)).noneMatch(line -> line.endsWith(" " + pid));
  }

  @Test
  void theTimeAllowedDoesNotPassWhileACallWaitsForItsNextWorker() throws Exception {
    String marker = folder.resolve("once").toString();
    RemoteFunction<Integer, Integer> diesOnce =
        app.function(
                (Integer n) -> {
                  if (!Files.exists(Path.of(marker))) {
                    Files.createFile(Path.of(marker));
                    Thread.sleep(500);
                    Runtime.getRuntime().halt(1);
                  }
                  return n;
                })
            .timeout(Duration.ofMillis(1000)) // less than until the next worker has started
            .jvmOptions("-Xshare:off"); // which takes the longer
    assertThat(diesOnce.spawn(7).get()).isEqualTo(7);
  }

  @Test
  void asManyStayWarmAsAskedHoweverManyHaveNothingToDo() {
    RemoteFunction<Integer, Long> pid =
        app("warm")
            .function(
                (Integer n) -> { // on all workers they end at the same time
                  Thread.sleep(500 - System.currentTimeMillis() % 500);
                  return ProcessHandle.current().pid();
                })
            .minContainers(1)
            .maxContainers(4)
            .scaledownWindow(Duration.ofMillis(700));
    Set<Long> pids = new HashSet<>();
    await()
        .until(
            () -> {
              pids.clear();
              pids.addAll(pid.map(numbers(4)).toList());
              return pids.size() == 4; // each has ended one
            });
    await().until(() -> pids.stream().filter(p -> ProcessHandle.of(p).isPresent()).count() <= 1);
    for (int i = 0; i < 4; i++) { // and this one was not started anew
      assertThat(pids).contains(pid.remote(1));
    }
  }
}
