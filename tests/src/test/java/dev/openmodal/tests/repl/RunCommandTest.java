package dev.openmodal.tests.repl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code openmodal run}: its input, its end by signals, its functions and snippets. */
class RunCommandTest {
  private static final byte[] NOTHING = new byte[0];
  private static final int JAVA = 17;

  private static final String WAITS =
      """
      public class Waits {
        public static void main(String[] args) throws Exception {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
          new ProcessBuilder("sleep", "1000").start();
          System.out.println("ready");
          Thread.sleep(1_000_000);
        }
      }
      """;

  @TempDir Path folder;

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> command(String... arguments) {
    List<String> command = RunProcess.openmodalRun(JAVA);
    command.addAll(List.of(arguments));
    return command;
  }

  private RunProcess.Ended run(String... arguments) {
    return RunProcess.run(folder, command(arguments), NOTHING);
  }

  @Test
  void aHundredMegabytesOfInputGoThroughSmallHeaps() throws Exception {
    write(
        "Count.java",
        """
        public class Count {
          public static void main(String[] args) throws Exception {
            byte[] buffer = new byte[32 * 1024];
            long count = 0;
            for (int n; (n = System.in.read(buffer)) >= 0; ) {
              count += n;
            }
            System.out.println(count);
          }
        }
        """);
    List<String> command = RunProcess.openmodalRun(JAVA, "-Xmx48m");
    command.addAll(List.of("--memory", "32Mi", "Count.java"));
    try (RunProcess running = RunProcess.start(folder, command)) {
      byte[] part = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        running.write(part);
      }
      running.closeInput();
      RunProcess.Ended ended = running.await();
      assertThat(ended.err()).isEmpty();
      assertThat(ended.text()).isEqualTo((100 << 20) + "\n");
    }
  }

  @Test
  void inputIsTakenOnlyAsTheProgramReadsIt() throws Exception {
    write(
        "Asks.java",
        """
        public class Asks {
          public static void main(String[] args) throws Exception {
            System.out.println("first " + (char) new java.io.FileInputStream("answer").read());
            for (int i = 0; i < 2; i++) {
              System.out.println("name?");
              StringBuilder name = new StringBuilder();
              for (int c; (c = System.in.read()) != '\\n'; ) {
                name.append((char) c);
              }
              System.out.println("hello " + name);
            }
          }
        }
        """);
    write("answer", "x");
    String asks = String.join(" ", quoted(command("Asks.java")));
    List<String> shell = List.of("sh", "-c", asks + "; cat");
    try (RunProcess running = RunProcess.start(folder, shell)) {
      running.awaitOutput("name?");
      running.write("Ada\n".getBytes(UTF_8));
      running.awaitOutput("hello Ada\nname?");
      running.write("Bob\n".getBytes(UTF_8));
      running.awaitOutput("hello Bob");
      running.write("the rest is for cat\n".getBytes(UTF_8));
      running.closeInput();
      assertThat(running.await().text()).endsWith("hello Bob\nthe rest is for cat\n");
    }
  }

  @Test
  void endlessInputAndAReaderThatLeavesEndItQuietly() throws Exception {
    write(
        "Endless.java",
        """
        import java.util.Scanner;

        public class Endless {
          public static void main(String[] args) {
            Scanner in = new Scanner(System.in);
            while (true) {
              System.out.println(in.nextLine());
            }
          }
        }
        """);
    String endless = String.join(" ", quoted(command("Endless.java")));
    RunProcess.Ended ended =
        RunProcess.run(folder, List.of("sh", "-c", "yes | " + endless + " | head -2"), NOTHING);
    assertThat(ended.text()).isEqualTo("y\ny\n");
    assertThat(ended.err()).doesNotContain("openmodal").doesNotContain("Exception");
  }

  private static List<String> quoted(List<String> words) {
    return words.stream().map(word -> "'" + word + "'").toList();
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void aSignalEndsTheProgramWithItsHooksAndWhatItHasStarted(String signal, int exit)
      throws Exception {
    write("Waits.java", WAITS);
    try (RunProcess running = RunProcess.start(folder, command("Waits.java"))) {
      running.awaitOutput("ready");
      List<ProcessHandle> started = running.descendants();
      assertThat(started).isNotEmpty();
      running.signal(signal);
      RunProcess.Ended ended = running.await();
      assertThat(ended.exitCode()).isEqualTo(exit);
      assertThat(ended.text()).isEqualTo("ready\nhook\n");
      assertThat(ended.err()).isEmpty();
      awaitEnd(started);
    }
  }

  @Test
  void aKilledClientTakesTheProgramAlong() throws Exception {
    write("Waits.java", WAITS);
    try (RunProcess running = RunProcess.start(folder, command("Waits.java"))) {
      running.awaitOutput("ready");
      List<ProcessHandle> started = running.descendants();
      assertThat(started).isNotEmpty();
      running.signal("KILL");
      awaitEnd(started);
    }
  }

  private static void awaitEnd(List<ProcessHandle> processes) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aTimeoutEndsTheProgramAndSaysSo() throws Exception {
    write("Waits.java", WAITS);
    RunProcess.Ended ended = run("--timeout", "1s", "Waits.java");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("ran longer than its timeout of 1 s").contains("[TIMEOUT]");
  }

  @Test
  void aFunctionIsCalledWithItsArgumentsAndItsResultIsPrinted() throws Exception {
    write(
        "Tools.java",
        """
        public class Tools {
          static int[] add(int a, Integer... b) {
            return new int[] {a, b.length};
          }

          public static void main(String[] args) {
            System.out.println("is not called");
          }
        }
        """);
    RunProcess.Ended ended = run("Tools.java::add", "1", "2", "3");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.text()).isEqualTo("[1, 2]\n");
    RunProcess.Ended refused = run("Tools.java::take");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "error: Tools has no function take. It has: add(int, Integer...), main(String[]).\n");
  }

  @Test
  void snippetsRunAsOneProgramOnAWorkerWithItsOptions() throws Exception {
    write(
        "notes.jsh",
        """
        int limit = args.length;
        record Item(int n) {}
        System.out.println(new Item(limit) + " " + System.getenv("MODE") + System.getProperty("x"));
        String in = new Scanner(System.in).nextLine();
        in + 1
        """);
    RunProcess.Ended ended =
        RunProcess.run(
            folder,
            command("--env", "MODE=test", "-Dx=1", "notes.jsh", "a", "b c"),
            "line\n".getBytes(UTF_8));
    assertThat(ended.err()).isEmpty();
    assertThat(ended.text()).isEqualTo("Item[n=2] test1\nline1\n");
    write("fails.jsh", "int n = 0;\nSystem.out.println(1);\n\nint m = 1 / n;\n");
    RunProcess.Ended failed = run("fails.jsh");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.text()).isEqualTo("1\n");
    assertThat(failed.err()).contains("ArithmeticException: / by zero").contains("fails.jsh:4");
    write(
        "ends.jsh",
        """
        var pool = Executors.newFixedThreadPool(1);
        pool.submit(() -> 1).get();
        var thrower = new Thread(() -> { throw new IllegalStateException("of a thread"); });
        thrower.start();
        thrower.join();
        /exit
        System.out.println(2);
        """);
    RunProcess.Ended over = run("ends.jsh");
    assertThat(over.exitCode()).isZero();
    assertThat(over.text()).isEmpty();
    assertThat(over.err()).contains("IllegalStateException: of a thread");
  }

  @Test
  void outputThatFindsNoRoomIsAnErrorAndNoEndInSilence() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");
    write(
        "Prints.java",
        "class Prints { public static void main(String[] a) { while (true) System.out.println(1); } }");
    List<String> shell = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"));
    shell.addAll(command("Prints.java"));
    RunProcess.Ended ended = RunProcess.run(folder, shell, new byte[0]);
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("cannot be written to standard output", "[SETUP]");
  }

  @Test
  void classesOfJarsAndSourceFromStandardInputRun() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("lib"));
    Path source = write("Lib.java", "package lib; public class Lib { public static int N = 7; }");
    assertThat(
            javax.tools.ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "--release",
                    "17",
                    "-d",
                    classes.toString(),
                    source.toString()))
        .isZero();
    RunProcess.Ended ended =
        RunProcess.run(
            folder,
            command("-cp", "lib", "-", "a"),
            "class Main { public static void main(String[] a) { System.out.println(lib.Lib.N + a[0]); } }"
                .getBytes(UTF_8));
    assertThat(ended.err()).isEmpty();
    assertThat(ended.text()).isEqualTo("7a\n");
  }

  @Test
  void aJavaWithoutACompilerIsNamed() throws Exception {
    write("Good.java", "class Good { public static void main(String[] a) {} }");
    List<String> command =
        RunProcess.openmodalRun(JAVA, "--limit-modules", "java.se,jdk.unsupported");
    command.add("Good.java");
    RunProcess.Ended ended = RunProcess.run(folder, command, NOTHING);
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("has no compiler: it is a JRE").contains("[SETUP]");
  }

  @Test
  void whatCannotBeRunIsRefusedByASentence() throws Exception {
    write("notes.txt", "text");
    write("good.jsh", "1");
    List<List<String>> refused = new ArrayList<>();
    refused.add(List.of("1", "There is no file None.java", "None.java"));
    refused.add(List.of("1", " is a folder", folder.toString()));
    refused.add(List.of("1", "is neither FILE.java nor FILE.jsh", "notes.txt"));
    refused.add(List.of("1", "are for FILE.java", "--source", "17", "good.jsh"));
    refused.add(List.of("1", "jvmOptions(-Xmx1g)", "--jvm-option", "-Xmx1g", "good.jsh"));
    refused.add(
        List.of("2", "There is no option '--module-path' here.", "--module-path", "x", "good.jsh"));
    refused.add(List.of("2", "Missing required parameter: 'FILE[::FUNCTION]'"));
    for (List<String> each : refused) {
      RunProcess.Ended ended = run(each.subList(2, each.size()).toArray(new String[0]));
      assertThat(ended.err()).contains(each.get(1));
      assertThat(ended.exitCode()).as(each.get(1)).isEqualTo(Integer.parseInt(each.get(0)));
    }
  }
}
