package dev.openmodal.tests.provider;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.ErrorCode;
import dev.openmodal.Image;
import dev.openmodal.OpenModalException;
import dev.openmodal.Outcomes;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteFunction0;
import dev.openmodal.RemoteService;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What every provider has to do alike, and what it has to refuse if it cannot. */
@Timeout(180)
abstract class ProviderContract {
  private static final int BIG = 48 << 20;

  private final String provider;
  final App app;

  ProviderContract(String provider) {
    this.provider = provider;
    app = app("contract-" + provider).provider(provider);
  }

  @AfterAll
  static void stop() {
    Commands.printed("stop");
  }

  private static OpenModalException failed(ErrorCode code, ThrowingCallable call) {
    OpenModalException error = catchThrowableOfType(OpenModalException.class, call);
    assertThat(error).as("the error").isNotNull();
    assertThat(error.code()).as(String.valueOf(error.getMessage())).isEqualTo(code);
    return error;
  }

  /** A value that travels both ways. */
  record Order(String name, List<Integer> pieces, Map<String, Double> prices) {}

  /** What user code may throw. */
  static final class Sold extends Exception {
    private static final long serialVersionUID = 1;

    Sold(String what) {
      super(what);
    }
  }

  /** What lives on a worker. */
  interface Counter {
    int next();
  }

  static final class Counting implements Counter {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public int next() {
      return count.incrementAndGet();
    }
  }

  @Test
  void aValueTravelsBothWays() {
    double factor = 1.5;
    var raised =
        app.function(
            (Order order) -> {
              Map<String, Double> prices = new TreeMap<>(order.prices());
              prices.replaceAll((name, price) -> price * factor);
              return new Order(order.name() + "!", order.pieces(), prices);
            });
    assertThat(raised.remote(new Order("a", List.of(1, 2), Map.of("x", 2.0))))
        .isEqualTo(new Order("a!", List.of(1, 2), Map.of("x", 3.0)));
    assertThat(app.function(() -> (String) null).remote()).isNull();
  }

  @Test
  void anExceptionComesBackAsItselfWithItsRemoteTrace() {
    var sells =
        app.function(
            (String what) -> {
              if (what.isEmpty()) {
                return what;
              }
              throw new Sold(what);
            });
    Throwable thrown = catchThrowable(() -> sells.remote("bread"));
    assertThat(thrown).isInstanceOf(Sold.class).hasMessage("bread");
    assertThat(Arrays.toString(thrown.getStackTrace())).contains("ProviderContract");
  }

  @Test
  void outputOfTheCodeAndOfItsProcessesComesBeforeTheResult() {
    String mark = UUID.randomUUID().toString();
    String printed =
        Commands.printedBy(
            () ->
                app.action(
                        () -> {
                          System.out.println("one " + mark);
                          new ProcessBuilder("sh", "-c", "echo two " + mark)
                              .inheritIO()
                              .start()
                              .waitFor();
                          System.out.println("three " + mark);
                        })
                    .remote());
    assertThat(printed).containsSubsequence("one " + mark, "two " + mark, "three " + mark);
  }

  @Test
  void standardInputIsAtItsEnd() {
    assertThat(
            app.function(
                    () ->
                        System.in.read()
                            + " "
                            + new ProcessBuilder("sh", "-c", "cat; exit 7")
                                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                                .start()
                                .waitFor())
                .timeout(Duration.ofSeconds(60))
                .remote())
        .isEqualTo("-1 7");
  }

  @Test
  void largeArgumentsAndResultsTravel() {
    byte[] big = new byte[BIG];
    Arrays.fill(big, (byte) 7);
    big[BIG - 1] = 9;
    byte[] back =
        app.function(
                (byte[] bytes) -> {
                  bytes[0] = 8;
                  return bytes;
                })
            .remote(big);
    assertThat(back).hasSize(BIG);
    assertThat(List.of(back[0], back[1], back[BIG - 1]))
        .containsExactly((byte) 8, (byte) 7, (byte) 9);
  }

  @Test
  void aMapReturnsEachResultOnceAndKeepsFailuresApart() {
    Outcomes<Integer, Integer> outcomes =
        app.function((Integer n) -> 1000 / (n % 50))
            .maxContainers(2)
            .map(IntStream.range(0, 500).boxed())
            .outcomes();
    assertThat(outcomes.succeeded()).hasSize(490);
    assertThat(outcomes.failed().toList())
        .hasSize(10)
        .allSatisfy(
            failed ->
                assertThat(failed.error().orElseThrow()).isInstanceOf(ArithmeticException.class));
  }

  @Test
  void aSpawnedCallIsCancelledByAnInterruptOrByTheEndOfItsWorker() {
    RemoteCall<Integer> polite = app.function(() -> sleep(600_000)).spawn();
    await().until(() -> isRunning(polite));
    assertThat(polite.cancel()).isTrue();
    failed(ErrorCode.CANCELLED, polite::get);
    RemoteCall<?> stubborn =
        app.action(
                () -> {
                  while (true) {
                    Thread.onSpinWait();
                  }
                })
            .spawn();
    await().until(() -> isRunning(stubborn));
    assertThat(stubborn.cancel()).isTrue();
    failed(ErrorCode.CANCELLED, stubborn::get);
    assertThat(app.function(() -> 42).spawn().get()).isEqualTo(42);
  }

  private static int sleep(long millis) throws InterruptedException {
    Thread.sleep(millis);
    return 1;
  }

  private static boolean isRunning(RemoteCall<?> call) {
    try {
      return !call.threadDump().threads().isEmpty();
    } catch (OpenModalException e) {
      return false;
    }
  }

  @Test
  void aTimeoutEndsACall() {
    failed(
        ErrorCode.TIMEOUT,
        () -> app.function(() -> sleep(600_000)).timeout(Duration.ofMillis(700)).remote());
  }

  @Test
  void theEndOfAWorkerIsNamed() {
    failed(
        ErrorCode.REMOTE_EXIT,
        () ->
            app.action(
                    () -> {
                      System.out.println("last words");
                      System.exit(3);
                    })
                .remote());
    OpenModalException lost =
        failed(
            ErrorCode.WORKER_LOST, () -> app.action(() -> Runtime.getRuntime().halt(42)).remote());
    assertThat(lost).hasMessageContaining("exit code 42");
    failed(
        ErrorCode.OUT_OF_MEMORY,
        () ->
            app.function(
                    () -> {
                      List<byte[]> all = new ArrayList<>();
                      while (true) {
                        all.add(new byte[1 << 20]);
                      }
                    })
                .memory("64Mi")
                .remote());
    assertThat(app.function(() -> 42).remote()).isEqualTo(42);
  }

  @Test
  void memoryOutsideOfTheHeapIsLimitedToo() {
    OpenModalException error =
        failed(
            ErrorCode.OUT_OF_MEMORY,
            () ->
                app.function(
                        () -> {
                          List<ByteBuffer> all = new ArrayList<>();
                          while (all.size() < 3000) {
                            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
                            for (int i = 0; i < buffer.capacity(); i += 4096) {
                              buffer.put(i, (byte) 1);
                            }
                            all.add(buffer);
                          }
                          return all.size();
                        })
                    .memory("64Mi")
                    .jvmOptions("-XX:MaxDirectMemorySize=4g")
                    .remote());
    assertThat(error).hasMessageContaining("320 MiB").hasMessageContaining("memory(");
  }

  @Test
  void optionsOfTheJvmAndTheEnvironmentArriveAndTheClientsSettingsFollow() {
    List<String> seen =
        app.function(
                () ->
                    List.of(
                        System.getProperty("contract"),
                        System.getenv("CONTRACT"),
                        Integer.toString(Runtime.getRuntime().availableProcessors()),
                        TimeZone.getDefault().getID(),
                        Locale.getDefault().toString(),
                        Charset.defaultCharset().name(),
                        Integer.toString(Runtime.version().feature())))
            .jvmOptions("-Dcontract=yes")
            .env("CONTRACT", "a b=\"c\"")
            .cpu(1)
            .remote();
    assertThat(seen)
        .containsExactly(
            "yes",
            "a b=\"c\"",
            "1",
            TimeZone.getDefault().getID(),
            Locale.getDefault().toString(),
            Charset.defaultCharset().name(),
            Integer.toString(Runtime.version().feature()));
    assertThat(app.function(() -> System.getenv().keySet()).remote())
        .doesNotContain("JAVA_17_HOME", "OPENMODAL_TEST_JJAVA");
  }

  @Test
  void anObjectLivesOnItsWorker() {
    RemoteService<Counter> service = app.service(Counter.class, Counting::new);
    Counter counter = service.proxy();
    assertThat(List.of(counter.next(), counter.next(), counter.next())).containsExactly(1, 2, 3);
  }

  @Test
  void aStreamComesElementByElement() {
    try (Stream<Integer> squares =
        app.function((Integer n) -> IntStream.range(0, n).map(i -> i * i).boxed()).remote(2000)) {
      assertThat(squares.mapToLong(n -> n).sum()).isEqualTo(2_664_667_000L);
    }
  }

  @Test
  void aRunningCallCanBeLookedInto() {
    RemoteCall<Integer> call = app.function(() -> sleep(600_000)).env("LOOK", "1").spawn();
    await().until(() -> isRunning(call));
    assertThat(call.threadDump().toString()).contains("ProviderContract.sleep");
    assertThat(call.profile(Duration.ofMillis(300)).stacks()).isNotNull();
    assertThat(call.heapHistogram().top(3).toString()).contains("byte[]");
    assertThat(call.cancel()).isTrue();
  }

  @Test
  void librariesOfTheClassPathAreThere() {
    assertThat(
            app.function(
                    (String text) ->
                        Parser.builder().build().parse(text).getFirstChild().getClass().getName())
                .remote("# A head"))
        .isEqualTo("org.commonmark.node.Heading");
  }

  @Test
  void workersAreListedAndEndWhenTheyAreNotNeeded() {
    App own = app("contract-idle-" + provider).provider(provider);
    own.function(() -> 1).scaledownWindow(Duration.ofMillis(500)).remote();
    await().until(() -> !Commands.printed("ps").contains("contract-idle-" + provider));
    own.function(() -> 1).remote();
    assertThat(Commands.printed("ps")).contains("contract-idle-" + provider);
    assertThat(Commands.printed("stop", "contract-idle-" + provider)).contains("stopped 1 worker");
    await().until(() -> !Commands.printed("ps").contains("contract-idle-" + provider));
  }

  @Test
  void aJavaOfThisMachineIsTaken() {
    Path home = Path.of(System.getProperty("java.home"));
    assertThat(app.function(() -> Runtime.version().feature()).javaHome(home).remote())
        .isEqualTo(Runtime.version().feature());
    failed(
        ErrorCode.WORKER_START,
        () -> app.function(() -> 1).javaHome(Path.of("/nothing/here")).remote());
  }

  /** Whether it runs containers. */
  abstract boolean runsContainers();

  @TestFactory
  Stream<DynamicTest> whatItCannotEnforceIsRefusedBeforeAnythingIsStarted() {
    App refused = app("contract-refused-" + provider).provider(provider);
    Map<String, UnaryOperator<RemoteFunction0<Integer>>> wishes = new TreeMap<>();
    wishes.put("image", f -> f.image(Image.from("debian:bookworm-slim")));
    wishes.put("user", f -> f.user("1000"));
    wishes.put("workdir", f -> f.workdir("/var"));
    wishes.put("pidsLimit", f -> f.pidsLimit(100));
    wishes.put("blockNetwork", RemoteFunction0::blockNetwork);
    wishes.put("writableRoot", RemoteFunction0::writableRoot);
    wishes.put("gpu", f -> f.gpu("any"));
    return wishes.entrySet().stream()
        .filter(wish -> !runsContainers() || wish.getKey().equals("gpu"))
        .map(
            wish ->
                DynamicTest.dynamicTest(
                    wish.getKey(),
                    () -> {
                      OpenModalException error =
                          failed(
                              ErrorCode.UNSUPPORTED_OPTION,
                              () -> wish.getValue().apply(refused.function(() -> 1)).remote());
                      assertThat(error).hasMessageContaining(wish.getKey() + "(");
                      if (!runsContainers() && !wish.getKey().equals("gpu")) {
                        assertThat(error).hasMessageContaining("local");
                      }
                      assertThat(Commands.printed("ps")).doesNotContain("contract-refused");
                    }));
  }
}
