package dev.openmodal.tests.remote;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.RemoteFunction0;
import dev.openmodal.bridge.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of {@code docs/remote-code.md}, with a plain Java program as the client. */
class RemoteCodeTest {
  private final App app = app("remote-code");
  @TempDir Path folder;

  private static int counter = 0;
  private static final ThreadLocal<String> LEFT = new ThreadLocal<>();

  @Test
  void eachCallStartsFromTheValuesOfItsMoment() {
    AtomicInteger held = new AtomicInteger(5);
    var next = app.function(() -> held.incrementAndGet());
    assertThat(next.remote()).isEqualTo(6);
    assertThat(next.remote()).isEqualTo(6);
    assertThat(held.get()).isEqualTo(5);
    held.set(10);
    assertThat(next.remote()).isEqualTo(11);
  }

  @Test
  void staticFieldsOfTheClassPathAreTheWorkersOwnAndLast() {
    var next = app.function(() -> ++counter);
    int first = next.remote();
    assertThat(next.remote()).isEqualTo(first + 1);
    assertThat(counter).isZero();
  }

  @Test
  void threadLocalsOfOneCodeAreNotSeenByOtherCodeNorAfterAFailure() {
    var leaves =
        app.function(
            (String text) -> {
              String before = LEFT.get();
              LEFT.set(text);
              if (text.isEmpty()) {
                throw new IllegalArgumentException("empty");
              }
              return before;
            });
    assertThat(leaves.remote("a")).isNull();
    assertThat(app.function(() -> LEFT.get()).remote()).isNull();
    assertThat(catchThrowable(() -> leaves.remote(""))).hasMessage("empty");
    assertThat(leaves.remote("b")).isNull();
  }

  @Test
  void whatACallDoesToItsThreadIsUndone() {
    var changes =
        app.function(
            () -> {
              Thread own = Thread.currentThread();
              String before = own.getName() + own.getPriority() + own.isInterrupted();
              own.setName("changed");
              own.setPriority(Thread.MAX_PRIORITY);
              own.interrupt();
              return before;
            });
    assertThat(changes.remote()).isEqualTo(changes.remote());
  }

  @Test
  void itsThreadIsAPlainOne() {
    assertThat(app.function(() -> Thread.currentThread().getClass().getName()).remote())
        .isEqualTo("java.lang.Thread");
  }

  @Test
  void standardInputIsAtItsEndForSubprocessesToo() {
    assertThat(app.function(() -> System.in.read()).remote()).isEqualTo(-1);
    int catEnded =
        app.function(
                () ->
                    new ProcessBuilder("cat")
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .waitFor())
            .timeout(Duration.ofSeconds(10))
            .remote();
    assertThat(catEnded).isZero();
  }

  @Test
  void relativePathsAreOfTheClientsFolder() throws IOException {
    assertThat(app.function(() -> Path.of("").toAbsolutePath().toString()).remote())
        .isEqualTo(Path.of("").toAbsolutePath().toString());
    Path file = Path.of("target", "relative-path.txt");
    Files.writeString(file, "read there");
    assertThat(app.function((Path p) -> Files.readString(p)).remote(file)).isEqualTo("read there");
  }

  @Test
  void theEnvironmentIsSmallAndCanBeAddedTo() {
    Set<String> names =
        app.function(() -> new TreeSet<>(System.getenv().keySet())).env("ADDED", "x").remote();
    assertThat(names).contains("PATH", "ADDED");
    names.removeIf(
        name ->
            name.startsWith("LC_")
                || Set.of(
                        "PATH",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "LANG",
                        "LANGUAGE",
                        "TMPDIR",
                        "TZ",
                        "ADDED",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_")
                    .contains(name));
    assertThat(names).as("variables that nobody asked for").isEmpty();
    assertThat(app.function(() -> System.getenv("ADDED")).env("ADDED", "ä=\"b c\"").remote())
        .isEqualTo("ä=\"b c\"");
  }

  @Test
  void timeZoneLocaleAndCharsetAreTheClientsOfThatMoment() {
    var zone = app.function(() -> ZoneId.systemDefault().getId());
    var locale = app.function(() -> Locale.getDefault().toString());
    TimeZone zoneBefore = TimeZone.getDefault();
    Locale localeBefore = Locale.getDefault();
    try {
      assertThat(zone.remote()).isEqualTo(zone.local());
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(zone.remote()).isEqualTo("Asia/Kathmandu");
      assertThat(locale.remote()).isEqualTo("tr_TR");
      assertThat(app.function(() -> "TITLE".toLowerCase()).remote()).isEqualTo("tıtle");
    } finally {
      TimeZone.setDefault(zoneBefore);
      Locale.setDefault(localeBefore);
    }
    assertThat(app.function(() -> Charset.defaultCharset().name()).remote())
        .isEqualTo(Charset.defaultCharset().name());
  }

  @Test
  void outputAppearsWhereTheCallIsInItsOrder() {
    var speaker =
        app.action(
            () -> {
              for (int turn = 0; turn < 30; turn++) {
                System.out.println("ä " + turn);
                System.err.println("error " + turn); // what was printed before is sent by that
                new ProcessBuilder("sh", "-c", "printf %060000d 7; echo; echo its error >&2")
                    .inheritIO()
                    .start()
                    .waitFor();
              }
            });
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    app.function(() -> 1).remote(); // the line about the first worker is not part of it
    try {
      System.setOut(new PrintStream(out, true));
      System.setErr(new PrintStream(err, true));
      speaker.remote();
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
    assertThat(out.toString(Charset.defaultCharset()).lines())
        .containsExactlyElementsOf(
            IntStream.range(0, 30)
                .boxed()
                .flatMap(turn -> Stream.of("ä " + turn, "0".repeat(59_999) + "7"))
                .toList());
    assertThat(err.toString(Charset.defaultCharset()).lines())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 30)
                .boxed()
                .flatMap(turn -> Stream.of("error " + turn, "its error"))
                .toList());
  }

  @Test
  void aNoisyCallThatIsLeftBlocksNoLaterOne() throws Exception {
    PrintStream before = System.out;
    AtomicInteger quick = new AtomicInteger();
    Thread caller =
        new Thread(
            () -> {
              try {
                app.action(
                        () -> {
                          String line = "x".repeat(4000);
                          for (int i = 0; i < 1068; i++) {
                            System.out.println(line);
                          }
                          Thread.sleep(60_000);
                        })
                    .remote();
              } catch (RuntimeException left) {
                quick.incrementAndGet();
              }
            });
    try {
      System.setOut(
          new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
              try {
                Thread.sleep(50); // a slow console
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          });
      caller.start();
      Thread.sleep(2500);
      caller.interrupt();
      caller.join(10_000);
      assertThat(quick.get()).isEqualTo(1);
      for (int i = 0; i < 30; i++) {
        assertThat(app.function((Integer n) -> n).timeout(Duration.ofSeconds(20)).remote(i))
            .isEqualTo(i);
      }
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void manyThreadsAndParallelStreamsMayCall() throws Exception {
    var square = app.function((Integer i) -> i * i);
    List<Thread> threads = new ArrayList<>();
    AtomicInteger right = new AtomicInteger();
    for (int t = 0; t < 8; t++) {
      int base = t * 100;
      Thread thread =
          new Thread(
              () -> {
                for (int i = base; i < base + 25; i++) {
                  if (square.remote(i) == i * i) {
                    right.incrementAndGet();
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(right.get()).isEqualTo(200);
    assertThat(IntStream.range(0, 100).parallel().map(i -> square.remote(i)).sum())
        .isEqualTo(IntStream.range(0, 100).map(i -> i * i).sum());
  }

  @Test
  void theHeapMayGrowToAQuarterOfTheMachineUnlessItIsSaid() {
    var heap = app.function(() -> Runtime.getRuntime().maxMemory());
    long machine =
        ((com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize();
    assertThat(heap.remote()).isBetween(machine / 5, machine / 4);
    assertThat(heap.memory("96Mi").remote()).isBetween(88L << 20, 96L << 20);
    assertThat(app.function(() -> Runtime.getRuntime().availableProcessors()).cpu(1).remote())
        .isEqualTo(1);
    assertThat(app.function(() -> System.getProperty("a b")).jvmOptions("-Da b=c d").remote())
        .isEqualTo("c d");
  }

  @Test
  void theFlightRecorderIsNotStarted() throws Exception {
    // Netty would, for events of its own, at a seventh of what the start of a worker takes.
    String objects = app.function(() -> objects()).remote();
    assertThat(objects)
        .contains("java.lang.String")
        .doesNotContain("jdk.jfr.internal.PlatformEventType");
  }

  /** The classes of which there are objects. */
  private static String objects() throws Exception {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
  }

  @Test
  void largeValuesTravelBothWays() throws IOException {
    byte[] large = new byte[40 << 20];
    Arrays.fill(large, (byte) 7);
    byte[] back = app.function((byte[] bytes) -> bytes).remote(large);
    assertThat(Arrays.equals(back, large)).isTrue();
    Path own = Home.run().resolve(Long.toString(ProcessHandle.current().pid()));
    // No caller waits for the removal of a large file.
    await()
        .untilAsserted(
            () -> {
              if (Files.isDirectory(own)) {
                try (var left = Files.list(own)) {
                  assertThat(
                          left.filter(file -> file.getFileName().toString().startsWith("payload")))
                      .isEmpty();
                }
              }
            });
  }

  @Test
  void aWorkerWithoutWorkEndsAfterItsWindowAndTheNextCallStartsAnother() {
    RemoteFunction0<Long> pid =
        app.function(() -> ProcessHandle.current().pid())
            .env("OWN", "pool")
            .scaledownWindow(Duration.ofMillis(500));
    long first = pid.remote();
    assertThat(ProcessHandle.of(first)).isPresent();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProcessHandle.of(first).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(pid.remote()).isNotEqualTo(first);
  }

  @Test
  void anExceptionShowsTheUsersLinesThenTheWorkerThenTheCall() {
    var failing = app.function((Integer i) -> divide(i));
    Throwable thrown = catchThrowable(() -> failing.remote(0));
    assertThat(thrown).isInstanceOf(ArithmeticException.class).hasMessage("/ by zero");
    List<String> frames =
        Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::getMethodName).toList();
    assertThat(frames.subList(0, 3)).containsExactly("divide", frames.get(1), "remote");
    assertThat(thrown.getStackTrace()[2].getFileName()).startsWith("worker pid ");
    assertThat(frames.subList(3, frames.size()))
        .contains("anExceptionShowsTheUsersLinesThenTheWorkerThenTheCall");
    assertThat(Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::getClassName))
        .noneMatch(name -> name.matches("dev\\.openmodal\\.(engine|agent|[A-Z]).*"));
  }

  private static int divide(int i) {
    return 10 / i;
  }

  @Test
  void eachClientHasWorkersOfItsOwnWhoseHeapsTogetherMayPassTheMachine() throws Exception {
    long own = app.function(() -> ProcessHandle.current().pid()).remote();
    Process other = livingClient();
    try (var lines = other.inputReader()) {
      long others = Long.parseLong(lines.readLine());
      assertThat(others).isNotEqualTo(own);
      assertThat(ProcessHandle.of(own)).isPresent();
      // Each may take a quarter of the machine, as theHeapMayGrowToAQuarter… shows; none takes it
      // at rest.
      Path status = Path.of("/proc", Long.toString(others), "status");
      if (Files.exists(status)) {
        String resident =
            Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        assertThat(Long.parseLong(resident.replaceAll("\\D", ""))).isLessThan(300_000);
      }
    } finally {
      other.destroyForcibly();
    }
  }

  private static Process livingClient() throws Exception {
    String jar =
        Path.of(App.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            jar + java.io.File.pathSeparator + Path.of("target", "test-classes"),
            LivingClient.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void aWorkerEndsWithAClientThatIsKilled() throws Exception {
    Process client = livingClient();
    try (var lines = client.inputReader()) {
      long worker = Long.parseLong(lines.readLine());
      assertThat(ProcessHandle.of(worker)).isPresent();
      client.destroyForcibly();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> ProcessHandle.of(worker).filter(ProcessHandle::isAlive).isEmpty());
    } finally {
      client.destroyForcibly();
    }
  }
}
