package dev.openmodal.tests.map;

import static dev.openmodal.OpenModal.app;
import static dev.openmodal.OpenModal.gather;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteFunction;
import dev.openmodal.RemoteFunction0;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that nobody waits for. */
@Timeout(120)
class SpawnTest {
  private final App app = app("spawn");
  private final RemoteFunction<Integer, Integer> square = app.function((Integer n) -> n * n);
  private final RemoteFunction<Integer, Integer> sleep =
      app.function(
          (Integer millis) -> {
            Thread.sleep(millis);
            return millis;
          });

  @Test
  void aCallGoesOnWhileItsCallerDoes() {
    RemoteCall<Integer> call = sleep.spawn(300);
    assertThat(call.isDone()).isFalse();
    assertThatThrownBy(() -> call.get(Duration.ZERO))
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining("was not done within the time given to get(…): call " + call.id())
        .hasMessageEndingWith("[NOT_DONE]");
    assertThat(call.get(Duration.ofSeconds(60))).isEqualTo(300);
    assertThat(call.isDone()).isTrue();
    assertThat(call.get()).isEqualTo(300);
    assertThat(call.toString())
        .matches("call " + call.id() + " of app spawn: done in [0-9.]+ m?s on pid [0-9]+");
    app.action(() -> {}).spawn().get();
    assertThat(app.function((Integer a, Integer b) -> a + b).spawn(1, 2).get()).isEqualTo(3);
  }

  @Test
  void whatTheCodeThrowsComesAsItself() {
    RemoteCall<Integer> call =
        app.function(
                (Integer n) -> {
                  if (n > 0) {
                    throw new IOException("too large");
                  }
                  return n;
                })
            .spawn(1);
    assertThatThrownBy(call::get)
        .isInstanceOf(IOException.class)
        .hasMessage("too large")
        .satisfies(
            e ->
                assertThat(e.getStackTrace())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("remote", "whatTheCodeThrowsComesAsItself"));
  }

  @Test
  void itIsACompletionStage() throws Exception {
    RemoteCall<Integer> call = square.spawn(7);
    assertThat(
            call.thenApply(n -> n + 1)
                .thenCombine(square.spawn(2), Integer::sum)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS))
        .isEqualTo(54);
    AtomicReference<String> failed = new AtomicReference<>();
    square.spawn(null).whenComplete((n, e) -> failed.set(String.valueOf(e)));
    await().untilAsserted(() -> assertThat(failed.get()).contains("NullPointerException"));

    CompletableFuture<Integer> own = sleep.spawn(200).toCompletableFuture();
    own.complete(0);
    RemoteCall<Integer> untouched = square.spawn(3);
    untouched.toCompletableFuture().cancel(true);
    assertThat(untouched.get()).isEqualTo(9);
  }

  /** Whoever is told of its end is told of it as it was then. */
  @Test
  void whatDependsOnItRunsAfterItsEnd() throws Exception {
    RemoteCall<Integer> call = square.spawn(3);
    CompletableFuture<String> seen = new CompletableFuture<>();
    var unused =
        call.thenAccept(
            n -> {
              String before = call.toString();
              try {
                Thread.sleep(1500);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              seen.complete(before + " | " + call);
            });
    String[] both = seen.get(60, TimeUnit.SECONDS).split(" \\| ", -1);
    assertThat(both[0]).contains(": done in ").isEqualTo(both[1]);
  }

  /** What depends on a call may wait for other calls. */
  @Test
  void whatDependsOnCallsMayWaitForOthers() throws Exception {
    List<CompletableFuture<Integer>> sums = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sums.add(square.spawn(i).thenApply(n -> n + square.spawn(1).get()).toCompletableFuture());
    }
    for (int i = 0; i < 20; i++) {
      assertThat(sums.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i * i + 1);
    }
  }

  @Test
  void severalAreGatheredInTheirOrder() {
    assertThat(gather(sleep.spawn(200), sleep.spawn(1), square.spawn(3)))
        .containsExactly(200, 1, 9);
    RemoteFunction<Integer, Integer> failing =
        app.function(
            (Integer n) -> {
              throw new IOException("no " + n);
            });
    assertThatThrownBy(() -> gather(square.spawn(1), failing.spawn(1), failing.spawn(2)))
        .isInstanceOf(IOException.class)
        .hasMessage("no 1")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("no 2"));
    assertThat(gather(IntStream.range(0, 100).mapToObj(square::spawn).toList()))
        .hasSize(100)
        .endsWith(99 * 99);
  }

  @Test
  void aCancelledCallEnds() {
    RemoteFunction<Integer, Integer> one = sleep.maxContainers(1);
    one.remote(1);
    RemoteCall<Integer> call = one.spawn(60_000);
    RemoteCall<Integer> waiting = one.spawn(60_000);
    assertThat(waiting.cancel()).isTrue();
    assertThat(call.cancel()).isTrue();
    assertThat(call.cancel()).isFalse();
    assertThat(call.isDone()).isTrue();
    assertThatThrownBy(call::get)
        .isInstanceOfSatisfying(
            OpenModalException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
              assertThat(e.getStackTrace()[0].getClassName()).isEqualTo(SpawnTest.class.getName());
            });
    long start = System.nanoTime();
    assertThat(one.remote(1)).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void whatDependsOnACancelledCallMayAskItFromAnotherThread() throws Exception {
    RemoteCall<Integer> call = sleep.spawn(60_000);
    CompletableFuture<Boolean> asked = new CompletableFuture<>();
    var unused =
        call.whenComplete(
            (value, thrown) ->
                asked.complete(
                    CompletableFuture.supplyAsync(call::cancel)
                        .completeOnTimeout(true, 10, TimeUnit.SECONDS)
                        .join()));
    assertThat(call.cancel()).isTrue();
    assertThat(asked.get(20, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void whatItPrintsIsKept() {
    RemoteCall<Integer> call =
        app.function(
                (Integer n) -> {
                  System.out.println("printed " + n);
                  System.err.println("and an error");
                  return n;
                })
            .spawn(5);
    call.get();
    assertThat(call.logs()).isEqualTo("printed 5\nand an error\n");
    RemoteCall<Integer> much =
        app.function(
                (Integer n) -> {
                  for (int i = 0; i < n; i++) {
                    System.out.println("line " + i);
                  }
                  return n;
                })
            .spawn(20_000);
    much.get();
    assertThat(much.logs()).startsWith("line 0\n").endsWith("line 19999\n");
  }

  /** Each call has the values of its own moment, on a worker that runs eight at a time. */
  @Test
  void callsOfOneLambdaDoNotMixTheirValues() {
    int[] x = {0};
    RemoteFunction0<Integer> read = app.function(() -> x[0]).concurrency(8).maxContainers(1);
    int rounds = Integer.getInteger("openmodal.test.mixes", 10_000);
    List<RemoteCall<Integer>> ones = new ArrayList<>();
    List<RemoteCall<Integer>> twos = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      x[0] = 1;
      ones.add(read.spawn());
      x[0] = 2;
      twos.add(read.spawn());
    }
    x[0] = 3;
    assertThat(gather(ones)).containsOnly(1);
    assertThat(gather(twos)).containsOnly(2);
  }
}
