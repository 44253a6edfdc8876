package dev.openmodal.tests.map;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.ErrorCode;
import dev.openmodal.HeapHistogram;
import dev.openmodal.OpenModalException;
import dev.openmodal.Profile;
import dev.openmodal.RemoteCall;
import dev.openmodal.ThreadDump;
import dev.openmodal.ThreadDump.WorkerThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of a call while it runs: its threads, its time, the heap of its worker. */
@Timeout(180)
class LookInsideTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final App app = app("look");
  private final List<RemoteCall<?>> calls = new ArrayList<>();
  @TempDir private Path folder;

  /** What a call on a worker is about, by names that are looked for. */
  static final class Stock {
    private static final Object SHELF = new Object();
    private static final Map<Integer, Leaked> ALL = new HashMap<>();

    private Stock() {}

    static int holdTheShelf() throws InterruptedException {
      synchronized (SHELF) {
        Thread.sleep(LONG.toMillis());
        return 1;
      }
    }

    static int takeFromTheShelf() {
      synchronized (SHELF) {
        return 2;
      }
    }

    static long burnOne(long until) {
      long sum = 0;
      for (long i = 0; System.nanoTime() < until || i % 1000 != 0; i++) {
        sum += (i * 31) % 7;
      }
      return sum;
    }

    static long burnTwo(long until) {
      long sum = 0;
      for (long i = 0; System.nanoTime() < until || i % 1000 != 0; i++) {
        sum += (i * 37) % 11;
      }
      return sum;
    }

    static int leak() throws InterruptedException {
      for (int i = 0; i < 123_456; i++) {
        ALL.put(i, new Leaked(i));
      }
      Thread.sleep(LONG.toMillis());
      return ALL.size();
    }
  }

  /** What is leaked. */
  static final class Leaked {
    final int number;

    Leaked(int number) {
      this.number = number;
    }
  }

  private <R> RemoteCall<R> keep(RemoteCall<R> call) {
    calls.add(call);
    return call;
  }

  @AfterEach
  void end() {
    calls.forEach(RemoteCall::cancel);
  }

  /** The thread that runs it, once it is as wanted. */
  private static WorkerThread runner(RemoteCall<?> call, Predicate<WorkerThread> wanted) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsMatching(
            e -> e instanceof OpenModalException known && known.code() == ErrorCode.NOT_RUNNING)
        .until(
            () -> call.threadDump().runner().filter(wanted).orElse(null), found -> found != null);
  }

  private static void awaitRunning(RemoteCall<?> call) {
    WorkerThread unused = runner(call, thread -> !thread.userFrames().isEmpty());
  }

  private static String refused(ErrorCode code, ThrowingCallable look) {
    OpenModalException e = catchThrowableOfType(OpenModalException.class, look);
    assertThat(e).as("refused").isNotNull();
    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
    return e.getMessage();
  }

  /** Also while all threads for calls are busy. */
  @Test
  void aCallThatIsStuckShowsWhatItWaitsForAndWhoHoldsIt() {
    RemoteCall<Integer> holds =
        keep(app.function(() -> Stock.holdTheShelf()).concurrency(2).maxContainers(1).spawn());
    awaitRunning(holds);
    RemoteCall<Integer> waits =
        keep(app.function(() -> Stock.takeFromTheShelf()).concurrency(2).maxContainers(1).spawn());
    WorkerThread stuck = runner(waits, thread -> !thread.lock().isEmpty());
    assertThat(stuck.state()).contains(Thread.State.BLOCKED);
    assertThat(stuck.lock()).startsWith("java.lang.Object@");
    assertThat(stuck.userFrames().get(0).getMethodName()).isEqualTo("takeFromTheShelf");
    assertThat(stuck.frames())
        .extracting(StackTraceElement::getClassName)
        .noneMatch(name -> name.startsWith("dev.openmodal.agent."));

    ThreadDump dump = waits.threadDump();
    assertThat(dump.threads())
        .extracting(WorkerThread::role)
        .containsExactly(ThreadDump.Role.RUNS_THE_CALL, ThreadDump.Role.OTHER);
    assertThat(dump.threads().get(1).id()).isEqualTo(stuck.lockOwner());
    assertThat(dump.toString())
        .startsWith("call " + waits.id() + " of app look, on pid ")
        .containsSubsequence(
            "1 thread of the call, 1 other",
            "\"openmodal-call\" runs the call, and waits for the lock java.lang.Object@",
            "held by \"openmodal-call\" at ",
            "Stock.holdTheShelf(LookInsideTest.java:",
            "Stock.takeFromTheShelf(LookInsideTest.java:",
            "\"openmodal-call\", of the worker, sleeps; holds java.lang.Object@");
  }

  @Test
  void aDeadlockIsNamed() {
    RemoteCall<Integer> call =
        keep(
            app.function(
                    () -> {
                      Object left = new Object();
                      Object right = new Object();
                      CompletableFuture<Void> both = new CompletableFuture<>();
                      Thread other =
                          new Thread(
                              () -> {
                                synchronized (right) {
                                  both.complete(null);
                                  synchronized (left) {
                                    left.notifyAll();
                                  }
                                }
                              },
                              "the other");
                      synchronized (left) {
                        other.start();
                        both.get();
                        synchronized (right) {
                          return 1;
                        }
                      }
                    })
                .spawn());
    WorkerThread unused = runner(call, WorkerThread::isDeadlocked);
    ThreadDump dump = call.threadDump();
    assertThat(dump.deadlocked()).hasSize(2);
    assertThat(dump.toString())
        .contains("deadlock: \"openmodal-call\", \"the other\" wait for each other's locks")
        .contains("\"the other\", started by the call, waits for the lock");
  }

  @Test
  void aProfileNamesTheMethodsOfItsCallAlone() throws Exception {
    RemoteCall<Long> one =
        keep(
            app.function(() -> Stock.burnOne(System.nanoTime() + LONG.toNanos()))
                .concurrency(2)
                .maxContainers(1)
                .env("FOR", "profile")
                .spawn());
    RemoteCall<Long> other =
        keep(
            app.function(() -> Stock.burnTwo(System.nanoTime() + LONG.toNanos()))
                .concurrency(2)
                .maxContainers(1)
                .env("FOR", "profile")
                .spawn());
    awaitRunning(one);
    awaitRunning(other);
    // Two at the same time, of which one ends before the other: both see their call.
    CompletableFuture<Profile> shorter =
        CompletableFuture.supplyAsync(() -> other.profile(Duration.ofMillis(700)));
    Profile profile = one.profile(Duration.ofSeconds(2));
    assertThat(shorter.get().collapsed()).contains("burnTwo").doesNotContain("burnOne");
    assertThat(profile.samples()).isPositive();
    assertThat(profile.hasEnded()).isFalse();
    String burnOne = Stock.class.getName() + ".burnOne";
    assertThat(profile.collapsed()).contains(burnOne).doesNotContain("burnTwo", "openmodal.agent");
    assertThat(profile.methods().get(0).name()).isEqualTo(burnOne);
    assertThat(profile.toString()).containsPattern("100\\.0%  \\* \\S*burnOne");
    assertThat(profile.svg()).startsWith("<svg ").contains("<title>" + burnOne + ": ");
    Path file = folder.resolve("profile.svg");
    profile.writeTo(file);
    assertThat(Files.readString(file)).isEqualTo(profile.svg());
  }

  @Test
  void aProfileEndsWithItsCall() {
    RemoteCall<Long> call =
        keep(
            app.function((Integer millis) -> Stock.burnOne(System.nanoTime() + millis * 1_000_000L))
                .scaledownWindow(Duration.ZERO)
                .spawn(3000));
    awaitRunning(call);
    Profile profile = call.profile(Duration.ofMinutes(10));
    assertThat(profile.hasEnded()).isTrue();
    assertThat(profile.recorded()).isLessThan(Duration.ofSeconds(60));
    assertThat(call.get()).isNotNull();
  }

  @Test
  void aHeapHistogramCountsWhatLeaks() {
    RemoteCall<Integer> call = keep(app.function(() -> Stock.leak()).spawn());
    WorkerThread unused =
        runner(
            call, thread -> thread.state().filter(Thread.State.TIMED_WAITING::equals).isPresent());
    HeapHistogram heap = call.heapHistogram();
    assertThat(heap.of(Leaked.class.getName()).orElseThrow().instances()).isEqualTo(123_456);
    assertThat(heap.toString())
        .contains("live objects of its worker", "123,456", Leaked.class.getName())
        .hasLineCount(23);
    assertThat(heap.top(3).toString()).hasLineCount(6);
  }

  @Test
  void onlyACallThatRunsIsLookedInto() {
    RemoteCall<Integer> call = app.function(() -> 1).spawn();
    call.get();
    assertThat(refused(ErrorCode.NOT_RUNNING, call::threadDump))
        .contains("Call " + call.id() + " of app look: done in ");
    assertThat(refused(ErrorCode.NOT_RUNNING, () -> call.profile(Duration.ofSeconds(1))))
        .contains("done in");
    assertThat(refused(ErrorCode.NOT_RUNNING, call::heapHistogram)).contains("done in");

    var sleep = app.function((Integer n) -> Stock.holdTheShelf()).maxContainers(1).env("A", "1");
    RemoteCall<Integer> runs = keep(sleep.spawn(1));
    awaitRunning(runs);
    RemoteCall<Integer> waits = keep(sleep.spawn(2));
    assertThat(refused(ErrorCode.NOT_RUNNING, waits::threadDump)).contains("has not started");
    for (Duration wrong :
        List.of(
            Duration.ZERO,
            Duration.ofSeconds(-1),
            Duration.ofMillis(19),
            Duration.ofMinutes(10).plusNanos(1))) {
      assertThat(refused(ErrorCode.INVALID_OPTION, () -> runs.profile(wrong)))
          .contains("profile(" + wrong + ")");
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aWorkerThatIsKilledEndsTheWaiting() throws Exception {
    RemoteCall<Integer> call =
        keep(app.function(() -> Stock.holdTheShelf()).atMostOnce().env("TO", "die").spawn());
    awaitRunning(call);
    long pid = Long.parseLong(call.threadDump().worker().replace("pid ", ""));
    Executor soon = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
    var unused =
        CompletableFuture.runAsync(
            () -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly), soon);
    assertThat(refused(ErrorCode.WORKER_LOST, () -> call.profile(Duration.ofMinutes(9))))
        .contains("pid " + pid);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aWorkerThatEndsWithTheCallBeforeIsNoLossOfTheOneThatWaits() throws Exception {
    var code = app.function(() -> Stock.holdTheShelf()).env("TO", "wait").maxContainers(1);
    RemoteCall<Integer> first = keep(code.spawn());
    awaitRunning(first);
    long pid = Long.parseLong(first.threadDump().worker().replace("pid ", ""));
    RemoteCall<Integer> second = keep(code.spawn());
    stop(ProcessHandle.of(pid).orElseThrow());
    CompletableFuture<String> said = new CompletableFuture<>();
    new Thread(() -> said.complete(refused(ErrorCode.NOT_RUNNING, second::threadDump))).start();
    // It waits there, on a worker that cannot answer.
    assertThatThrownBy(() -> said.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    first.cancel(); // in vain, so that the worker is ended
    assertThat(said.get(60, TimeUnit.SECONDS)).contains("has not started");
    awaitRunning(second);
  }

  private static void stop(ProcessHandle worker) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-STOP", "" + worker.pid()));
    worker.descendants().forEach(process -> command.add("" + process.pid()));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  @Test
  void anInterruptEndsTheRecordingAndNotTheCall() throws Exception {
    RemoteCall<Integer> call = keep(app.function(() -> Stock.holdTheShelf()).env("I", "1").spawn());
    awaitRunning(call);
    for (int i = 0; i < 20; i++) { // more than a worker looks at a time
      CompletableFuture<String> said = new CompletableFuture<>();
      Thread waits =
          new Thread(
              () ->
                  said.complete(
                      refused(ErrorCode.CANCELLED, () -> call.profile(Duration.ofMinutes(9)))));
      waits.start();
      waits.interrupt();
      assertThat(said.get(60, TimeUnit.SECONDS)).contains("The call goes on");
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsMatching(e -> String.valueOf(e.getMessage()).contains("16 times already"))
        .untilAsserted(() -> assertThat(call.profile(Duration.ofMillis(100)).samples()).isZero());
    assertThat(call.isDone()).isFalse();
  }

  @Test
  void aJavaThatLacksTheRecorderIsNamed() {
    RemoteCall<Integer> call =
        keep(
            app.function(() -> Stock.holdTheShelf())
                .jvmOptions(
                    "--limit-modules=java.logging,java.management,java.naming,java.sql,jdk.crypto.ec,jdk.unsupported")
                .spawn());
    awaitRunning(call);
    assertThat(refused(ErrorCode.NOT_INSPECTABLE, () -> call.profile(Duration.ofSeconds(1))))
        .contains("module jdk.jfr");
    assertThat(refused(ErrorCode.NOT_INSPECTABLE, call::heapHistogram))
        .contains("module jdk.management");
  }

  @Test
  void virtualThreadsAreAmongThose() throws Exception {
    String home = System.getenv("JAVA_25_HOME");
    Assumptions.assumeTrue(home != null, "no Java 25");
    RemoteCall<Integer> call =
        keep(
            app.function(
                    () -> {
                      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                      Runnable code =
                          () -> {
                            try {
                              var unused = Stock.holdTheShelf();
                            } catch (InterruptedException e) {
                              Thread.currentThread().interrupt();
                            }
                          };
                      Object unused =
                          Class.forName("java.lang.Thread$Builder")
                              .getMethod("start", Runnable.class)
                              .invoke(builder, code);
                      return (int) Stock.burnOne(System.nanoTime() + LONG.toNanos());
                    })
                .javaHome(Path.of(home))
                .spawn());
    awaitRunning(call);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(call.threadDump().threads())
                    .anySatisfy(
                        thread -> {
                          assertThat(thread.isVirtual()).isTrue();
                          assertThat(thread.role()).isEqualTo(ThreadDump.Role.OF_THE_CALL);
                          assertThat(thread.userFrames().get(0).getMethodName())
                              .isEqualTo("holdTheShelf");
                        }));
    assertThat(call.profile(Duration.ofSeconds(1)).collapsed()).contains("burnOne");
  }
}
