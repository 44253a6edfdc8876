package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A call whose code starts two processes, one of which hides by a session and an environment of its
 * own, and then waits until it is let go; and the processes of its session as this machine sees
 * them.
 */
final class SleepingCall {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** The start of a length of sleep, which no other call's length starts with. */
  private final String length =
      "777%d.%04d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());

  private final Path said = TestMachine.target("sleeping").resolve(length + ".said");
  private final Path go = TestMachine.target("sleeping").resolve(length + ".go");

  /** The snippet that declares the function {@code sleeps}, which answers 42. */
  String declaration() {
    return ("var sleeps = app(\"sleeps\").function((String said, String go) -> {"
            + " new ProcessBuilder(\"sleep\", \"LENGTH1\").start();"
            + " new ProcessBuilder(\"sh\", \"-c\", \"(setsid env -i sleep LENGTH2 &) &"
            + " wait\").start().waitFor();"
            + " java.nio.file.Files.writeString(java.nio.file.Path.of(said), \"\" +"
            + " ProcessHandle.current().pid());"
            + " while (!java.nio.file.Files.exists(java.nio.file.Path.of(go))) Thread.sleep(50);"
            + " return 42; });")
        .replace("LENGTH", length);
  }

  /** The expression that calls it. */
  String call() {
    return "sleeps.remote(\"" + said + "\", \"" + go + "\")";
  }

  /** Lets the code answer. */
  void letGo() {
    try {
      Files.createFile(go);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that the session has started, once the remote code and its processes run. */
  List<ProcessHandle> awaitRunning(Process session) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !read(said).isEmpty());
    Awaitility.await().until(() -> sleeping().count() == 2);
    List<ProcessHandle> started = session.descendants().toList();
    assertThat(started).containsAll(sleeping().toList()).contains(worker());
    return started;
  }

  /** The worker, by the pid that remote code sees. */
  ProcessHandle worker() {
    return ProcessHandle.of(Long.parseLong(read(said))).orElseThrow();
  }

  /** The worker's JVM among the processes of its session. */
  static ProcessHandle workerJvm(List<ProcessHandle> started) {
    return started.stream()
        .filter(each -> line(each).contains("dev.openmodal.bridge.WorkerMain"))
        .filter(each -> each.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow();
  }

  /** The two processes that the code has started, those that run. */
  Stream<ProcessHandle> sleeping() {
    return ProcessHandle.allProcesses()
        .filter(each -> line(each).contains("sleep " + length))
        .filter(SleepingCall::runs);
  }

  static void awaitEndOf(List<ProcessHandle> processes) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(processes.stream().filter(SleepingCall::runs).map(SleepingCall::line))
                    .isEmpty());
  }

  void awaitEndOfTheSleepers() {
    awaitEndOf(sleeping().toList());
    assertThat(sleeping()).isEmpty();
  }

  static ProcessHandle withCommand(List<ProcessHandle> processes, String text) {
    Predicate<ProcessHandle> has = each -> line(each).contains(text);
    return processes.stream().filter(has).findFirst().orElseThrow();
  }

  /** Neither ended nor waiting for its parent to hear that it has. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /** The whole command line: Java itself cuts a long one. */
  private static String line(ProcessHandle process) {
    try {
      return process.pid()
          + " "
          + read(Path.of("/proc", Long.toString(process.pid()), "cmdline")).replace('\0', ' ');
    } catch (UncheckedIOException ended) {
      return "";
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
