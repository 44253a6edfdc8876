package dev.openmodal.tests.errors;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.openmodal.App;
import dev.openmodal.ErrorCode;
import dev.openmodal.Fn1;
import dev.openmodal.MapResults;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteFunction0;
import java.io.FileReader;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every error that a user can meet is provoked and shown as it is met, in {@code
 * target/errors.txt}; and {@code docs/errors.md} lists the same codes as the enum. Here a plain
 * Java program is the client.
 */
class ErrorsTest {
  private static final Set<ErrorCode> PROVOKED = EnumSet.noneOf(ErrorCode.class);
  private static final List<String> SHOWN = new ArrayList<>();

  /**
   * Proven by {@code PreflightTest} of the engine, {@code LookInsideTest}, {@code ClientsTest}, and
   * those of containers by {@code LocalErrorsTest}, {@code EngineAddressTest} and {@code
   * containers.sh}.
   */
  private static final Set<ErrorCode> ELSEWHERE =
      EnumSet.of(
          ErrorCode.UNSUPPORTED_OPTION,
          ErrorCode.NOT_INSPECTABLE,
          ErrorCode.CLIENT_UNREACHABLE,
          ErrorCode.PROVIDER_UNREACHABLE,
          ErrorCode.IMAGE_UNAVAILABLE,
          ErrorCode.IMAGE_UNSUITABLE,
          ErrorCode.LEASE_LAPSED);

  private final App errors = app("errors");
  @TempDir Path folder;

  private static String provoke(ErrorCode code, ThrowingRunnable action, String... said) {
    Throwable thrown = catchThrowable(action::run);
    assertThat(thrown).as(code.name()).isInstanceOf(OpenModalException.class);
    assertThat(((OpenModalException) thrown).code()).as(thrown.toString()).isEqualTo(code);
    shown(code, thrown.getMessage(), said);
    return thrown.getMessage();
  }

  private static void shown(ErrorCode code, String message, String... said) {
    assertThat(message).contains(said).endsWith("[" + code + "]");
    PROVOKED.add(code);
    SHOWN.add(code + "\n  " + message.replace("\n", "\n  ") + "\n");
  }

  private interface ThrowingRunnable {
    void run() throws Throwable;
  }

  @AfterAll
  static void showAndCount() throws IOException {
    Files.write(Path.of("target", "errors.txt"), SHOWN);
    Set<ErrorCode> missing = EnumSet.allOf(ErrorCode.class);
    missing.removeAll(PROVOKED);
    missing.removeAll(ELSEWHERE);
    if (jdk(25) == null) {
      missing.removeAll(EnumSet.of(ErrorCode.CLASS_VERSION, ErrorCode.RESULT_UNREADABLE));
    }
    assertThat(missing).as("errors that no test provokes").isEmpty();
  }

  @Test
  void docsListEveryCodeAndNoOther() throws IOException {
    Matcher row =
        Pattern.compile("^\\| `([A-Z_]+)` \\|", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("..", "docs", "errors.md")));
    Set<String> listed = new TreeSet<>();
    while (row.find()) {
      listed.add(row.group(1));
    }
    Set<String> codes = new TreeSet<>();
    for (ErrorCode code : ErrorCode.values()) {
      codes.add(code.name());
    }
    assertThat(listed).isEqualTo(codes);
  }

  @Test
  void wrongNamesAndOptions() {
    provoke(ErrorCode.INVALID_NAME, () -> app("My App"), "My App", "lower-case");
    var one = errors.function(() -> 1);
    provoke(ErrorCode.INVALID_OPTION, () -> one.memory("plenty"), "plenty", "512Mi");
    provoke(ErrorCode.INVALID_OPTION, () -> one.timeout(Duration.ZERO), "timeout");
    assertThatNullPointerException().isThrownBy(() -> one.timeout(null)).withMessage("timeout");
    assertThatNullPointerException().isThrownBy(() -> one.memory(null)).withMessage("size");
    assertThatNullPointerException().isThrownBy(() -> one.javaHome(null)).withMessage("home");
    assertThatNullPointerException()
        .isThrownBy(() -> one.jvmOptions("-Da=b", null))
        .withMessage("option");
    assertThatNullPointerException().isThrownBy(() -> one.env("X", null)).withMessage("value");
  }

  @Test
  void whatCannotTravelIsRefusedBeforeAnythingStarts() throws IOException {
    FileReader reader = new FileReader("/dev/null");
    provoke(
        ErrorCode.CAPTURE_REFUSED,
        () -> errors.function(() -> reader.read()).remote(),
        "lambda",
        "java.io.FileReader: an open file cannot travel. Open it inside the lambda.");
    reader.close();
    Thread thread = new Thread(() -> {});
    provoke(
        ErrorCode.CAPTURE_REFUSED,
        () -> errors.function(() -> thread.getName()).captured(),
        "java.lang.Thread: a thread cannot travel");
    provoke(
        ErrorCode.ARGUMENT_REFUSED,
        () -> errors.function((Object o) -> 1).remote(List.of("a", new StringReader("x"))),
        "argument 1",
        "element 1",
        "java.io.StringReader");
    byte[] large = new byte[17 << 20];
    byte[] small = new byte[1 << 10];
    String told =
        provoke(
            ErrorCode.CAPTURE_TOO_LARGE,
            () -> errors.function(() -> large.length + small.length).remote(),
            "17 MiB",
            "16 MiB",
            "captureLimit");
    assertThat(told.indexOf("17 MiB  ")).isPositive().isLessThan(told.indexOf("1 KiB"));
    assertThat(errors.function(() -> large.length).captureLimit("32Mi").remote())
        .isEqualTo(17 << 20);
  }

  @Test
  void twoPlainLambdasOfOneFormCannotBeToldApart() {
    List<Function<Integer, Integer>> both = List.of(x -> x + 1, x -> x * 2);
    provoke(
        ErrorCode.AMBIGUOUS_LAMBDA,
        () -> errors.function((Integer i) -> both.get(1).apply(i)).remote(3),
        "Fn1");
    Fn1<Integer, Integer> told = x -> x * 2;
    assertThat(errors.function((Integer i) -> told.apply(i)).remote(3)).isEqualTo(6);
  }

  @Test
  void whatCannotTravelBack() {
    provoke(
        ErrorCode.RESULT_REFUSED,
        () -> errors.function(() -> List.of(Stream.of(1, 2))).remote(),
        "stream");
  }

  @Test
  void whatCannotBeReadThere() {
    System.setProperty("openmodal.test.side", "here");
    Fickle fickle = new Fickle();
    provoke(
        ErrorCode.VALUE_UNREADABLE,
        () -> errors.function((Object o) -> 1).remote(fickle),
        "only here");
  }

  private static final class Fickle implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      if (System.getProperty("openmodal.test.side") == null) {
        throw new IOException("only here");
      }
    }
  }

  @Test
  void callsThatAreNotDoneAndMapsThatFail() {
    RemoteCall<Integer> slow =
        errors
            .function(
                () -> {
                  Thread.sleep(60_000);
                  return 1;
                })
            .spawn();
    provoke(ErrorCode.NOT_DONE, () -> slow.get(Duration.ZERO), "call " + slow.id(), "goes on");
    slow.cancel();
    MapResults<Integer, Integer> halves =
        errors.function((Integer n) -> 1 / n).map(List.of(1, 0, 2));
    provoke(
        ErrorCode.MAP_FAILED,
        halves::toList,
        "1 input of a map of the app errors failed (2 succeeded, 1 failed)",
        "input 1: java.lang.ArithmeticException: / by zero");
    MapResults<Integer, Integer> taken = errors.function((Integer n) -> n).map(List.of(1, 2));
    taken.iterator().next();
    provoke(ErrorCode.RESULTS_TAKEN, taken::toList, "taken by an iterator");
  }

  @Test
  void remoteCodeThatCallsRemote() {
    RemoteFunction0<Integer> inner = errors.function(() -> 1);
    provoke(
        ErrorCode.NESTED_CALL,
        () -> errors.function(() -> inner.remote()).remote(),
        "inside remote code",
        "local()");
    assertThat(errors.function(() -> inner.local()).remote()).isEqualTo(1);
  }

  @Test
  void tooLongAndCancelled() throws Exception {
    provoke(
        ErrorCode.TIMEOUT,
        () -> errors.action(() -> Thread.sleep(60_000)).timeout(Duration.ofMillis(300)).remote(),
        "300 ms");
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              try {
                Thread.sleep(1500);
              } catch (InterruptedException e) {
                return;
              }
              caller.interrupt();
            });
    interrupter.start();
    provoke(
        ErrorCode.CANCELLED, () -> errors.action(() -> Thread.sleep(60_000)).remote(), "interrupt");
    assertThat(Thread.interrupted()).isTrue();
    interrupter.join();
    assertThat(errors.function(() -> 5).remote()).isEqualTo(5);
  }

  @Test
  void anExceptionOfAClassThatIsNotKnownHere() throws Exception {
    Path source = folder.resolve("Strange.java");
    Files.writeString(
        source,
        "public class Strange extends RuntimeException { public Strange() { super(\"odd\"); } }");
    ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
    byte[] classFile = Files.readAllBytes(folder.resolve("Strange.class"));
    provoke(
        ErrorCode.REMOTE_EXCEPTION,
        () ->
            errors
                .action(
                    (byte[] bytes) -> {
                      Class<?> strange =
                          new ClassLoader() {
                            Class<?> define() {
                              return defineClass("Strange", bytes, 0, bytes.length);
                            }
                          }.define();
                      throw (RuntimeException) strange.getConstructor().newInstance();
                    })
                .remote(classFile),
        "Strange: odd");
  }

  @Test
  void aWorkerThatEnds() {
    provoke(
        ErrorCode.REMOTE_EXIT,
        () -> errors.action(() -> System.exit(3)).remote(),
        "exit code 3",
        "System.exit");
    provoke(
        ErrorCode.WORKER_LOST,
        () ->
            errors
                .action(
                    () -> {
                      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
                          .start();
                      Thread.sleep(60_000);
                    })
                .remote(),
        "SIGKILL");
    provoke(
        ErrorCode.OUT_OF_MEMORY,
        () -> errors.function(() -> new long[100 << 20].length).memory("64Mi").remote(),
        "64 MiB",
        "memory(");
    provoke(
        ErrorCode.OUT_OF_MEMORY,
        () ->
            errors
                .action(
                    () -> {
                      List<Object> held = new ArrayList<>();
                      while (true) {
                        held.add(java.nio.ByteBuffer.allocateDirect(16 << 20));
                        Thread.sleep(20);
                      }
                    })
                .memory("64Mi")
                .jvmOptions("-XX:MaxDirectMemorySize=2g")
                .remote(),
        "resident size",
        "memory(");
    assertThat(errors.function(() -> 5).remote()).isEqualTo(5);
  }

  @Test
  void aCallThatCannotBeLookedInto() {
    RemoteCall<Integer> over = errors.function(() -> 1).spawn();
    over.get();
    provoke(ErrorCode.NOT_RUNNING, over::threadDump, "Call " + over.id(), "spawn it again");
  }

  @Test
  void forEverIsATimeoutAndAWindow() {
    Duration forEver = ChronoUnit.FOREVER.getDuration();
    var one = errors.function(() -> 1).env("FOR", "EVER"); // of a worker that nobody else needs
    assertThat(one.timeout(forEver).scaledownWindow(forEver).remote()).isEqualTo(1);
    assertThat(one.scaledownWindow(Duration.ZERO).remote()).isEqualTo(1);
  }

  @Test
  void aWorkerThatCannotStart() {
    provoke(
        ErrorCode.WORKER_START,
        () -> errors.function(() -> 1).jvmOptions("-XX:+NoSuchOption").remote(),
        "NoSuchOption");
    provoke(
        ErrorCode.WORKER_START,
        () -> errors.function(() -> 1).memory("100Ti").remote(),
        "has not the memory that was asked for",
        "memory(…)",
        "object heap");
    provoke(
        ErrorCode.WORKER_START,
        () -> errors.function(() -> 1).javaHome(folder).remote(),
        folder.toString(),
        "bin/java");
  }

  @Test
  void aJarOfTheClassPathThatIsNone() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no zip");
    Path classes = Path.of("target", "test-classes");
    URL[] urls = {classes.toUri().toURL(), broken.toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader(urls, getClass().getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.startsWith(OfAnotherLoader.class.getName())
                ? findClass(name)
                : super.loadClass(name, resolve);
          }
        }) {
      Object function =
          loader.loadClass(OfAnotherLoader.class.getName()).getMethod("function").invoke(null);
      provoke(
          ErrorCode.CLASS_PATH_UNREADABLE,
          () -> ((RemoteFunction0<?>) function).remote(),
          "broken.jar");
    }
  }

  /** Its function sees the class path of its own loader. */
  public static final class OfAnotherLoader {
    private OfAnotherLoader() {}

    /** A function whose code is of this class. */
    public static RemoteFunction0<Integer> function() {
      return app("errors").function(() -> 1);
    }
  }

  @Test
  void anotherJavaThanTheClients() throws Exception {
    Path older = jdk(17);
    Path newer = jdk(25);
    assumeTrue(older != null && newer != null, "needs Java 17 and Java 25");
    String said =
        jshell(
            newer,
            "try { app(\"e\").function(() -> 1).javaHome(java.nio.file.Path.of(\""
                + older
                + "\")).remote(); } catch (OpenModalException e) { System.out.println(e.getMessage()); }");
    shown(ErrorCode.CLASS_VERSION, last(said), "Java 25", older.toString());
    said =
        jshell(
            older,
            "try { app(\"e\").function(() -> Character.UnicodeScript.forName(\"KAWI\"))"
                + ".javaHome(java.nio.file.Path.of(\""
                + newer
                + "\")).remote(); } catch (OpenModalException e) {"
                + " System.out.println(e.getMessage()); }");
    shown(ErrorCode.RESULT_UNREADABLE, last(said), "KAWI");
  }

  @Test
  void aFolderOfOursThatCannotBeUsed() throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            java(Path.of(System.getProperty("java.home"))), "-jar", jar(), "version");
    command.environment().put("OPENMODAL_HOME", "/dev/null/nowhere");
    shown(ErrorCode.SETUP, last(run(command)), "/dev/null/nowhere", "OPENMODAL_HOME");
  }

  @Test
  void aJarThatWasReplacedInTheMiddleOfTheSession() throws Exception {
    Path jar = Files.copy(Path.of(jar()), folder.resolve("openmodal-replaced.jar"));
    Process client =
        new ProcessBuilder(
                java(Path.of(System.getProperty("java.home"))),
                "-cp",
                jar + java.io.File.pathSeparator + Path.of("target", "test-classes"),
                ReplacedJar.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var lines = client.inputReader();
        var in = client.outputWriter()) {
      assertThat(lines.readLine()).isEqualTo("loaded");
      Path other = OtherBuild.of(jar, folder.resolve("other.jar"));
      Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      in.write("go\n");
      in.flush();
      shown(ErrorCode.BUILD_MISMATCH, lines.readLine(), "another-build");
    } finally {
      client.destroyForcibly();
    }
  }

  private static String jshell(Path javaHome, String snippet) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder(java(javaHome), "-jar", jar(), "jshell", "--", "-s", "-");
    Process process = shell.redirectErrorStream(true).start();
    try (var in = process.outputWriter()) {
      in.write(snippet + "\n");
    }
    return new String(process.getInputStream().readAllBytes());
  }

  private static String run(ProcessBuilder command) throws IOException {
    Process process = command.redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes());
  }

  private static String last(String text) {
    List<String> lines = text.strip().lines().toList();
    return lines.get(lines.size() - 1);
  }

  private static String java(Path javaHome) {
    return javaHome.resolve("bin/java").toString();
  }

  private static String jar() throws IOException {
    try (Stream<Path> built = Files.list(Path.of("..", "kernel-extension", "target"))) {
      return built
          .filter(file -> file.getFileName().toString().matches("openmodal-[0-9].*\\.jar"))
          .findFirst()
          .orElseThrow()
          .toString();
    }
  }

  private static Path jdk(int version) {
    String named = System.getenv("JAVA_" + version + "_HOME");
    if (named != null) {
      return Path.of(named);
    }
    try (Stream<Path> all = Files.list(Path.of("/usr/lib/jvm"))) {
      return all.filter(p -> p.getFileName().toString().matches(".*\\b" + version + "\\b.*"))
          .filter(p -> Files.isExecutable(p.resolve("bin/jshell")))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
