package dev.openmodal.tests.map;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteFunction;
import dev.openmodal.RemoteFunction0;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results that come element by element. */
@Timeout(120)
class StreamTest {
  @TempDir private Path folder;
  private final App app = app("streams");

  private static void note(String file, String line) {
    try {
      Files.writeString(
          Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long lines(String file) {
    try {
      return Files.exists(folder.resolve(file))
          ? Files.readAllLines(folder.resolve(file)).size()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void elementsComeInTheirOrderAndAsTheyAre() {
    RemoteFunction<Integer, Stream<String>> words =
        app.function((Integer n) -> IntStream.range(0, n).mapToObj(i -> "word " + i));
    assertThat(words.remote(10_000)).hasSize(10_000).startsWith("word 0", "word 1");
    assertThat(words.remote(0)).isEmpty();
    assertThat(app.function(() -> IntStream.range(0, 5)).remote().sum()).isEqualTo(10);
    assertThat(app.function(() -> LongStream.range(0, 5)).remote().sum()).isEqualTo(10);
    assertThat(app.function(() -> IntStream.range(0, 5).asDoubleStream()).remote().sum())
        .isEqualTo(10);
    RemoteFunction0<Iterator<Integer>> iterator =
        app.function(() -> Stream.of(1, null, 3).iterator());
    assertThat(iterator.remote()).toIterable().containsExactly(1, null, 3);
    assertThat(app.function(() -> Stream.of(new byte[3_000_000], new byte[1])).remote())
        .extracting(bytes -> bytes.length)
        .containsExactly(3_000_000, 1);
  }

  @Test
  void theyComeWhenTheyAreMade() {
    RemoteFunction0<Stream<Integer>> slow =
        app.function(
            () ->
                IntStream.range(0, 1000)
                    .mapToObj(
                        i -> {
                          sleep(i == 0 ? 0 : 3000);
                          return i;
                        }));
    app.function(() -> 1).remote();
    long start = System.nanoTime();
    try (Stream<Integer> numbers = slow.remote()) {
      assertThat(numbers.iterator().next()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theyAreMadeNoFurtherAheadThanSome() throws Exception {
    String made = folder.resolve("made").toString();
    RemoteFunction0<Stream<Integer>> endless =
        app.function(() -> Stream.iterate(0, n -> n + 1).peek(n -> note(made, "" + n)));
    try (Stream<Integer> numbers = endless.remote()) {
      Iterator<Integer> iterator = numbers.iterator();
      for (int i = 0; i < 2000; i++) {
        assertThat(iterator.next()).isEqualTo(i);
      }
      for (long before = -1; before != lines("made"); Thread.sleep(500)) {
        before = lines("made");
      }
      assertThat(lines("made")).isBetween(2000L, 2000L + 600);
    }
    RemoteFunction0<Stream<byte[]>> large =
        app.function(
            () -> Stream.generate(() -> new byte[100_000]).peek(n -> note(made + "-large", "")));
    try (Stream<byte[]> arrays = large.remote()) {
      assertThat(arrays.iterator().next()).hasSize(100_000);
      Thread.sleep(1000);
      assertThat(lines("made-large")).isLessThan(20);
    }
  }

  @Test
  void closingItStopsTheCodeAndClosesItsStream() {
    String closed = folder.resolve("closed").toString();
    String made = folder.resolve("made").toString();
    RemoteFunction0<Stream<Integer>> endless =
        app.function(
                () ->
                    Stream.iterate(0, n -> n + 1)
                        .peek(
                            n -> {
                              sleep(10);
                              note(made, "" + n);
                            })
                        .onClose(() -> note(closed, "closed")))
            .maxContainers(1);
    try (Stream<Integer> numbers = endless.remote()) {
      assertThat(numbers.limit(3)).containsExactly(0, 1, 2);
    }
    await().untilAsserted(() -> assertThat(lines("closed")).isEqualTo(1));
    long after = lines("made");
    assertThat(endless.remote().limit(2)).containsExactly(0, 1); // its worker goes on; not closed
    await()
        .untilAsserted(
            () -> {
              System.gc(); // as nobody has the stream any more
              assertThat(lines("closed")).isEqualTo(2);
            });
    assertThat(lines("made")).isLessThan(after + 500);
  }

  @Test
  void aFailureComesAfterTheElementsBeforeIt() {
    RemoteFunction0<Stream<Integer>> fails =
        app.function(
            () ->
                Stream.of(1, 2, 3)
                    .peek(
                        n -> {
                          if (n == 3) {
                            throw new IllegalArgumentException("three");
                          }
                        }));
    Iterator<Integer> numbers = fails.remote().iterator();
    assertThat(numbers.next()).isEqualTo(1);
    assertThat(numbers.next()).isEqualTo(2);
    assertThatThrownBy(numbers::hasNext)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("three");
    Iterator<Object> refused =
        app.function(() -> Stream.<Object>of(1, new Thread("t"))).remote().iterator();
    assertThat(refused.next()).isEqualTo(1);
    assertThatThrownBy(refused::hasNext).hasMessageEndingWith("[RESULT_REFUSED]");

    Iterator<Integer> dies =
        app.function(
                () ->
                    Stream.of(1, 2)
                        .peek(
                            n -> {
                              if (n == 2) {
                                sleep(100);
                                Runtime.getRuntime().halt(9);
                              }
                            }))
            .remote()
            .iterator();
    assertThat(dies.next()).isEqualTo(1);
    assertThatThrownBy(dies::hasNext).hasMessageEndingWith("[WORKER_LOST]");
  }

  @Test
  void aSpawnedCallGivesAStreamAsItsResult() {
    RemoteFunction<Integer, Stream<Integer>> count =
        app.function((Integer n) -> IntStream.range(0, n).boxed());
    RemoteCall<Stream<Integer>> call = count.spawn(5000);
    assertThat(call.get()).hasSize(5000);
    RemoteCall<Stream<Integer>> endless = app.function(() -> Stream.generate(() -> 7)).spawn();
    Iterator<Integer> sevens = endless.get().iterator();
    assertThat(sevens.next()).isEqualTo(7);
    endless.cancel();
    assertThatThrownBy(() -> sevens.forEachRemaining(n -> {})).hasMessageEndingWith("[CANCELLED]");
  }

  @Test
  void largeElementsAreThereHoweverLateTheyAreRead() throws Exception {
    RemoteFunction<Integer, Stream<byte[]>> large =
        app("large-elements")
            .function((Integer n) -> IntStream.range(0, n).mapToObj(i -> new byte[600_000]))
            .maxContainers(1)
            .scaledownWindow(Duration.ofMillis(100));
    Stream<byte[]> late = large.remote(3);
    Thread.sleep(1500);
    assertThat(late).extracting(bytes -> bytes.length).containsOnly(600_000).hasSize(3);
    for (int i = 0; i < 50; i++) {
      try (Stream<byte[]> some = large.remote(100)) {
        assertThat(some.findFirst()).isPresent();
      }
    }
    assertThat(
            app("large-elements")
                .function(() -> new File("/proc/self/fd").list().length)
                .maxContainers(1)
                .remote())
        .isLessThan(200);
  }

  @Test
  void aSpawnedStreamThatNobodyHasIsStopped() {
    String closed = folder.resolve("closed").toString();
    RemoteFunction0<Stream<Integer>> endless =
        app.function(() -> Stream.generate(() -> 7).onClose(() -> note(closed, "closed")));
    assertThat(endless.spawn().get().limit(2)).containsExactly(7, 7);
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(lines("closed")).isEqualTo(1);
            });
  }

  @Test
  void aStreamThatNobodyReadsHoldsUpNoOtherCall() {
    String text = "x".repeat(10_000);
    RemoteFunction0<Stream<Integer>> talks =
        app("talks")
            .function(
                () -> Stream.iterate(0, n -> n + 1).limit(5000).peek(n -> System.out.println(text)))
            .maxContainers(1)
            .concurrency(2);
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      Iterator<Integer> numbers = talks.remote().iterator();
      int taken = 0;
      for (; taken < 1500; taken++) {
        numbers.next();
      }
      assertThat(app("talks").function(() -> 5).maxContainers(1).concurrency(2).remote())
          .isEqualTo(5);
      while (numbers.hasNext()) {
        numbers.next();
        taken++;
      }
      assertThat(taken).isEqualTo(5000);
    } finally {
      System.setOut(out);
    }
  }

  @Test
  void codeThatFailsBeforeItsFirstElementRunsAgain() {
    String tries = folder.resolve("tries").toString();
    RemoteFunction0<Stream<Integer>> flaky =
        app.function(
                () ->
                    Stream.of(1, 2)
                        .peek(
                            n -> {
                              note(tries, "try");
                              if (new File(tries).length() < 8) {
                                throw new IllegalStateException("not yet");
                              }
                            }))
            .retries(2);
    assertThat(flaky.remote()).containsExactly(1, 2);
  }

  @Test
  void inAMapAStreamIsRefusedWithAdvice() {
    assertThat(
            app.function((Integer n) -> Stream.of(n))
                .map(List.of(1))
                .outcomes()
                .toList()
                .get(0)
                .error()
                .orElseThrow())
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining("Return a list of its elements instead")
        .extracting(e -> ((OpenModalException) e).code())
        .isEqualTo(ErrorCode.RESULT_REFUSED);
  }

  @Test
  void whatIsPrintedMeanwhileIsShownAndATimeoutCounts() {
    RemoteFunction0<Stream<Integer>> slow =
        app.function(
                () ->
                    IntStream.range(0, 1000)
                        .mapToObj(
                            n -> {
                              sleep(20);
                              return n;
                            }))
            .timeout(Duration.ofSeconds(1));
    assertThatThrownBy(() -> slow.remote().toList()).hasMessageEndingWith("[TIMEOUT]");
  }
}
