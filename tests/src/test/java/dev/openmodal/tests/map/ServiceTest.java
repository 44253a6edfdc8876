package dev.openmodal.tests.map;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.Outcome;
import dev.openmodal.Outcomes;
import dev.openmodal.RemoteFunction;
import dev.openmodal.RemoteService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects that live on workers. */
@Timeout(120)
class ServiceTest {
  @TempDir private Path folder;
  private final App app = app("services");

  /** What one counter has counted, and where. */
  record Count(long pid, int value) {}

  /** Something that has a state, is slow to make, and is to be closed. */
  interface Counter {
    Count next() throws IOException;

    Count add(int more);

    default int twice(int number) {
      return 2 * number;
    }

    Stream<Integer> upTo(int end);
  }

  static final class FileCounter implements Counter, AutoCloseable {
    private final String trace;
    private int value;

    FileCounter(String trace, int start) {
      this.trace = trace;
      this.value = start;
      note("made");
    }

    private void note(String what) {
      try {
        Files.writeString(
            Path.of(trace),
            what + " " + ProcessHandle.current().pid() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public synchronized Count next() throws IOException {
      if (value > 1_000_000) {
        throw new IOException("no further number");
      }
      return add(1);
    }

    @Override
    public synchronized Count add(int more) {
      value += more;
      return new Count(ProcessHandle.current().pid(), value);
    }

    @Override
    public Stream<Integer> upTo(int end) {
      return IntStream.range(value, end).boxed();
    }

    @Override
    public void close() {
      note("closed");
    }
  }

  private RemoteService<Counter> counter(String file, int start) {
    String trace = folder.resolve(file).toString();
    return app.service(Counter.class, () -> new FileCounter(trace, start));
  }

  private List<String> noted(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  @Test
  void itsMethodsAreCalledOnTheOneObjectOfAWorker() throws Exception {
    Counter remote = counter("trace", 10).maxContainers(1).proxy();
    assertThat(remote.next().value()).isEqualTo(11);
    assertThat(remote.next().value()).isEqualTo(12);
    assertThat(remote.add(5).value()).isEqualTo(17);
    assertThat(remote.twice(4)).isEqualTo(8);
    assertThat(remote.upTo(20)).containsExactly(17, 18, 19);
    assertThat(remote.add(0).pid()).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(noted("trace")).containsExactly("made " + remote.add(0).pid());
    remote.add(2_000_000);
    assertThatThrownBy(remote::next)
        .isInstanceOf(IOException.class)
        .hasMessage("no further number");
    assertThat(remote).hasToString("proxy of " + Counter.class.getName() + " in app services");
    assertThat(remote.equals(remote)).isTrue();
    assertThat(counter("trace", 10).maxContainers(1).proxy().add(0).value())
        .as("that of the same code and values")
        .isGreaterThan(2_000_000);
    assertThat(counter("trace", 20).maxContainers(1).proxy().add(0).value()).isEqualTo(20);
  }

  @Test
  void functionsOfItRunAsOthersDo() {
    RemoteService<Counter> service = counter("trace", 0).maxContainers(2);
    int factor = 3;
    RemoteFunction<Integer, Count> add =
        service.function((Counter counter, Integer n) -> counter.add(n * factor));
    List<Count> counts = add.map(IntStream.range(0, 100).map(n -> 1).boxed()).toList();
    Map<Long, Integer> last =
        counts.stream().collect(Collectors.toMap(Count::pid, Count::value, Math::max));
    assertThat(last.values().stream().mapToInt(n -> n).sum()).isEqualTo(300);
    assertThat(service.function((Counter counter) -> counter.twice(8)).spawn().get()).isEqualTo(16);
    service.action((Counter counter, Integer n) -> counter.add(n)).remote(1);
    assertThat(add.local(5).value()).isEqualTo(15);
    assertThat(add.local(5).value()).isEqualTo(30);
  }

  /** Has a thread of its own that works for as long as it lives. */
  static final class Ticker {
    private final AtomicInteger ticks = new AtomicInteger();

    Ticker() {
      System.out.println("a ticker is made");
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Thread.sleep(1);
                    ticks.incrementAndGet();
                  }
                } catch (InterruptedException e) {
                  // ends
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    int ticks() {
      return ticks.get();
    }
  }

  @Test
  void whatItStartsOutlivesTheCallThatWasTheFirst() throws Exception {
    RemoteService<Ticker> ticker = app.service(Ticker.class, Ticker::new).maxContainers(1);
    var slow =
        ticker.function(
            (Ticker it) -> {
              Thread.sleep(60_000);
              return it.ticks();
            });
    var ticks = ticker.function((Ticker it) -> it.ticks());
    var first = slow.spawn();
    await().until(() -> first.logs().contains("a ticker is made"));
    Thread.sleep(200);
    first.cancel();
    int then = ticks.remote();
    Thread.sleep(100);
    assertThat(ticks.remote()).isGreaterThan(then);
  }

  @Test
  void theMakingEndsWithTheCallThatWantsIt() throws Exception {
    RemoteService<Ticker> ticker =
        app.service(
                Ticker.class,
                () -> {
                  System.out.println("it will take long");
                  Thread.sleep(60_000);
                  return new Ticker();
                })
            .maxContainers(1);
    var first = ticker.function((Ticker it) -> it.ticks()).spawn();
    await().until(() -> first.logs().contains("it will take long"));
    long start = System.nanoTime();
    first.cancel();
    assertThatThrownBy(first::get).hasMessageContaining("cancelled");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private Counter keptWarm() {
    return counter("trace", 0)
        .minContainers(1)
        .maxContainers(1)
        .scaledownWindow(Duration.ofMillis(300))
        .proxy();
  }

  @Test
  void itsWorkersAreKeptWarmWhileSomebodyCanReachIt() throws Exception {
    Optional<Counter> remote = Optional.of(keptWarm());
    long pid = remote.get().add(1).pid();
    Optional<Counter> same = Optional.of(keptWarm());
    assertThat(same.get().add(1).pid()).isEqualTo(pid);
    remote = Optional.empty();
    for (int i = 0; i < 10; i++) {
      System.gc();
      Thread.sleep(150);
    }
    assertThat(noted("trace")).as("after five windows").containsExactly("made " + pid);
    assertThat(same.get().add(1).pid()).isEqualTo(pid);
    same = Optional.empty();
    await()
        .until(
            () -> {
              System.gc();
              return noted("trace").contains("closed " + pid);
            });
    assertThat(List.of(remote, same)).containsOnly(Optional.empty());
  }

  @Test
  void itIsClosedWhenItsWorkerEnds() throws Exception {
    Counter remote =
        counter("trace", 0).maxContainers(1).scaledownWindow(Duration.ofMillis(300)).proxy();
    long pid = remote.add(1).pid();
    await()
        .untilAsserted(
            () -> assertThat(noted("trace")).containsExactly("made " + pid, "closed " + pid));
    assertThat(remote.add(1).value()).as("of a new worker").isEqualTo(1);
    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void aConstructorThatThrowsSaysSoAndIsTriedAgain() throws Exception {
    String marker = folder.resolve("marker").toString();
    RemoteService<Function<Integer, Integer>> service =
        app.service(
            functionType(),
            () -> {
              if (!Files.exists(Path.of(marker))) {
                Files.createFile(Path.of(marker));
                throw new IOException("not yet");
              }
              return n -> n + 1;
            });
    RemoteFunction<Integer, Integer> apply =
        service.function((Function<Integer, Integer> f, Integer n) -> f.apply(n));
    assertThatThrownBy(() -> apply.remote(1)).isInstanceOf(IOException.class).hasMessage("not yet");
    assertThat(apply.remote(1)).isEqualTo(2);
    Files.delete(Path.of(marker));
    assertThat(apply.remote(2)).as("the object is there").isEqualTo(3);
    assertThatThrownBy(
            () -> app.service(String.class, () -> null).function((String s) -> s).remote())
        .hasMessageContaining("has returned null");
  }

  @SuppressWarnings("unchecked") // a class has no type arguments
  private static Class<Function<Integer, Integer>> functionType() {
    return (Class<Function<Integer, Integer>>) (Class<?>) Function.class;
  }

  @Test
  void aFailedInputRunsHereWithAnObjectOfItsOwn() throws Throwable {
    RemoteService<FileCounter> service =
        app.service(FileCounter.class, () -> new FileCounter("/dev/null", 5));
    Outcomes<Integer, Count> outcomes =
        service
            .function(
                (FileCounter counter, Integer n) -> {
                  if (n == 2) {
                    throw new IllegalArgumentException("two");
                  }
                  return counter.add(n);
                })
            .map(List.of(1, 2, 3))
            .outcomes();
    assertThat(outcomes.succeeded()).hasSize(2);
    Outcome<Integer, Count> failed = outcomes.failed().toList().get(0);
    assertThatThrownBy(failed::rerunLocally).hasMessage("two");
    assertThat(outcomes.succeeded().get(0).rerunLocally().value()).isEqualTo(6);
    assertThatThrownBy(service::proxy).hasMessageEndingWith("[INVALID_OPTION]");
  }

  @Test
  void severalCallsUseItAtATime() {
    RemoteService<Counter> service = counter("trace", 0).maxContainers(1).concurrency(8);
    RemoteFunction<Integer, Count> add =
        service.function((Counter counter, Integer n) -> counter.add(1));
    List<Count> counts = add.map(IntStream.range(0, 2000).boxed()).toList();
    assertThat(counts).extracting(Count::value).doesNotHaveDuplicates();
    assertThat(counts.stream().mapToInt(Count::value).max()).hasValue(2000);
  }

  @Test
  void itStaysOnItsWorkers() {
    RemoteService<Counter> service = counter("trace", 0);
    RemoteFunction<Integer, Integer> twice =
        service.function((Counter counter, Integer n) -> counter.twice(n));
    assertThatThrownBy(() -> app.function(() -> twice.local(2)).remote())
        .hasMessageContaining("a service stays on its own workers")
        .hasMessageEndingWith("[CAPTURE_REFUSED]");
  }
}
