package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What remote code sees: the rows of {@code docs/remote-code.md}, in their order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteCodeTest {
  private final Path directory = TestMachine.target("remote-code");
  private JShellSession shell;

  @BeforeAll
  void open() throws IOException {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    Files.writeString(directory.resolve("data.txt"), "from the file");
    shell =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "jdi")
            .byCommand()
            .classPath(
                UserJars.of(
                    "visits",
                    "Visits",
                    "public class Visits { static int n; public static int next() { return ++n; } }"))
            .environment("SECRET_TOKEN", "hunter2")
            .environment("TZ", "Asia/Tokyo")
            .environment("DISPLAY", ":99")
            .directory(directory)
            .arguments(
                "-R-Dclient.only=1", "-R-ea", "-R--add-opens=java.base/java.lang=ALL-UNNAMED")
            .open();
    shell.evaluate(
        """
        import java.nio.file.*;
        import java.time.*;
        var app = app("remote-code");
        """);
  }

  @AfterAll
  void close() {
    if (shell != null) {
      shell.close();
    }
  }

  @Test
  void variablesAreCopiesAndChangesStayInTheirCall() {
    shell.evaluate("int n = 1; List<Integer> list = new ArrayList<>(List.of(1));");
    shell.evaluate(
        "var changes = app.function(() -> { n++; list.add(n); return n + \" \" + list; });");
    assertThat(shell.value("changes.remote() + \", \" + changes.remote() + \", \" + n + list"))
        .isEqualTo("2 [1, 2], 2 [1, 2], 1[1]");
  }

  @Test
  void staticFieldsAreTakenAndThoseThatCannotTravelAreMadeAnew() {
    shell.evaluate(
        "class Held { static int n = 1; static final Thread OWN = new Thread(() -> {}, \"made\" +"
            + " Held.n); }");
    shell.evaluate("Held.n = 5;");
    assertThat(shell.value("app.function(() -> Held.n + Held.OWN.getName()).remote()"))
        .startsWith("5made");
  }

  @Test
  void functionsOfAServiceUseItsObject() {
    shell.evaluate(
        "class Tally { int n; String by; Tally(String by) { this.by = by; } int up() { return ++n; }"
            + " }");
    shell.evaluate("String owner = \"x\";");
    shell.evaluate(
        "var tally = app.service(Tally.class, () -> new Tally(owner)).maxContainers(1);"
            + " var up = tally.function((Tally t, Integer more) -> t.up() + t.n + more + t.by);");
    assertThat(shell.value("up.remote(10) + up.remote(20)")).isEqualTo("12x24x");
    shell.evaluate("owner = \"y\";");
    assertThat(shell.value("up.remote(10)")).as("it is what it was frozen as").isEqualTo("16x");
  }

  @Test
  void staticFieldsOfJarsLastAsLongAsTheWorker() {
    shell.evaluate("var visit = app(\"visits\").function(() -> demo.Visits.next());");
    assertThat(shell.value("visit.remote() + visit.remote() * 10 + visit.remote() * 100"))
        .isEqualTo("321");
    assertThat(shell.value("demo.Visits.next()")).isEqualTo("1");
  }

  @Test
  void standardInputIsAtItsEndForSubprocessesToo() {
    assertThat(shell.value("app.function(() -> System.in.read()).remote()")).isEqualTo("-1");
    shell.evaluate(
        "int cat() throws Exception { return new"
            + " ProcessBuilder(\"cat\").inheritIO().start().waitFor(); }");
    assertThat(shell.value("app.function(() -> cat()).remote()")).isEqualTo("0");
  }

  @Test
  void outputAppearsAtTheCallThatOfSubprocessesToo() {
    shell.evaluate(
        """
        void speak() throws Exception {
          System.out.println("one"); System.err.println("two");
          new ProcessBuilder("sh", "-c", "echo three; echo four >&2").inheritIO().start().waitFor();
          System.out.print("grüße"); System.out.println(); System.out.write('x'); System.out.println();
        }
        """);
    List<String> lines =
        shell.evaluate(
            "System.out.println(\"before\"); app.action(() -> speak()).remote();"
                + " System.out.println(\"after\");");
    List<String> said = lines.stream().filter(l -> !l.startsWith("openmodal:")).toList();
    assertThat(said).startsWith("before").endsWith("after");
    assertThat(said)
        .containsExactlyInAnyOrder("before", "one", "two", "three", "four", "grüße", "x", "after");
    assertThat(said).containsSubsequence("one", "grüße", "x");
  }

  @Test
  void relativePathsAreTheClients() {
    assertThat(
            shell.value(
                "app.function(() -> Path.of(\"\").toAbsolutePath() + \" \" +"
                    + " Files.readString(Path.of(\"data.txt\"))).remote()"))
        .isEqualTo(directory.toAbsolutePath().normalize() + " from the file");
  }

  @Test
  void theTemporaryFolderIsTheMachines() {
    assertThat(
            shell.value(
                "app.function(() ->"
                    + " System.getProperty(\"java.io.tmpdir\")).remote().equals(System.getProperty(\"java.io.tmpdir\"))"))
        .isEqualTo("true");
  }

  @Test
  void theEnvironmentIsAShortListAndWhatEnvAdds() {
    assertThat(
            shell.value(
                "app.function(() -> { var names = new TreeSet<>(System.getenv().keySet());"
                    + " names.removeIf(s -> s.startsWith(\"LC_\")); names.removeAll(List.of(\"PATH\","
                    + " \"HOME\", \"USER\", \"LOGNAME\", \"LANG\", \"TMPDIR\", \"TZ\")); return names;"
                    + " }).remote()"))
        .isIn("[]", "[PWD]", "[OLDPWD, PWD, SHLVL, _]", "[PWD, SHLVL, _]");
    shell.evaluate(
        "var reads = app.function(() -> System.getenv(\"SECRET_TOKEN\") + System.getenv(\"MODE\"));");
    assertThat(shell.value("reads.local() + \" \" + reads.env(\"MODE\", \"a b\").remote()"))
        .isEqualTo("hunter2null nulla b");
  }

  @Test
  void thereIsNoScreen() {
    shell.evaluate("var headless = app.function(() -> java.awt.GraphicsEnvironment.isHeadless());");
    assertThat(shell.value("System.getenv(\"DISPLAY\") + headless.remote()")).isEqualTo(":99true");
  }

  @Test
  void systemPropertiesAreTheWorkersOwn() {
    assertThat(
            shell.value(
                "System.getProperty(\"client.only\") + app.function(() ->"
                    + " System.getProperty(\"client.only\") +"
                    + " System.getProperty(\"own\")).jvmOptions(\"-Down=x y\").remote()"))
        .isEqualTo("1nullx y");
  }

  @Test
  void timeZoneLocaleAndCharsetFollowTheClientAlsoWhenTheyChange() {
    shell.evaluate(
        "var place = app(\"place\").function(() -> ZoneId.systemDefault() + \" \" +"
            + " Locale.getDefault() + \" \" + java.nio.charset.Charset.defaultCharset());");
    assertThat(shell.value("place.remote().equals(place.local()) + \" \" + place.remote()"))
        .startsWith("true Asia/Tokyo");
    try {
      shell.evaluate(
          "TimeZone.setDefault(TimeZone.getTimeZone(\"Europe/Berlin\"));"
              + " Locale.setDefault(Locale.CANADA_FRENCH);");
      assertThat(shell.value("place.remote()")).startsWith("Europe/Berlin fr_CA");
    } finally {
      shell.evaluate("TimeZone.setDefault(null); Locale.setDefault(Locale.ENGLISH);");
    }
  }

  @Test
  void javaIsTheClientsOrTheOneOfJavaHome() {
    assertThat(
            shell.value(
                "app.function(() ->"
                    + " System.getProperty(\"java.home\")).remote().equals(System.getProperty(\"java.home\"))"))
        .isEqualTo("true");
    assumeTrue(TestMachine.jdk(25).isPresent(), "no JDK 25");
    assertThat(
            shell.value(
                "app.function(() -> Runtime.version().feature()).javaHome(Path.of(\""
                    + TestMachine.jdk(25).orElseThrow()
                    + "\")).remote()"))
        .isEqualTo("25");
  }

  @Test
  void assertionsAndOpenedPackagesFollowTheClient() {
    shell.evaluate(
        """
        boolean asserts() { boolean on = false; assert on = true; return on; }
        boolean opens() throws Exception { var f = String.class.getDeclaredField("value"); f.setAccessible(true); return true; }
        """);
    assertThat(shell.value("app.function(() -> asserts() + \" \" + opens()).remote()"))
        .isEqualTo("true true");
  }

  @Test
  void previewFeaturesFollowTheClient() {
    try (JShellSession preview =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "jdi")
            .byCommand()
            .arguments("--enable-preview")
            .open()) {
      preview.evaluate(
          "String kind(Object o) { return switch (o) { case Integer i -> \"int\" + i; case String s"
              + " -> \"text\"; default -> \"other\"; }; }");
      assertThat(preview.value("app(\"preview\").function((Object o) -> kind(o)).remote(5)"))
          .isEqualTo("int5");
    }
  }

  @Test
  void aClassThatIsNewerThanTheWorkersJavaIsRefusedBeforeStart() {
    assumeTrue(TestMachine.jdk(25).isPresent(), "no JDK 25");
    try (JShellSession newer =
        JShellSession.of(TestMachine.jdk(25).orElseThrow(), "local").byCommand().open()) {
      assertThat(
              newer.output(
                  "app(\"newer\").function(() -> 1).javaHome(java.nio.file.Path.of(\""
                      + TestMachine.jdk(17).orElseThrow()
                      + "\")).remote()"))
          .contains("[CLASS_VERSION]");
    }
  }

  @Test
  void librariesOfThisLibraryAreNotVisible() {
    shell.evaluate(
        "String visible(String c) { try { return Class.forName(c).getName(); } catch"
            + " (ClassNotFoundException e) { return \"none\"; } }");
    assertThat(
            shell.value(
                "app.function(() -> visible(\"io.grpc.Channel\") +"
                    + " visible(\"com.esotericsoftware.kryo.Kryo\") +"
                    + " visible(\"dev.openmodal.agent.Agent\") +"
                    + " visible(\"com.google.common.collect.ImmutableList\") +"
                    + " visible(\"demo.Visits\")).remote()"))
        .isEqualTo("nonenonenonenonedemo.Visits");
  }

  @Test
  void remoteInsideRemoteCodeIsRefusedAndLocalWorks() {
    shell.evaluate("var inner = app.function(() -> 6 * 7);");
    assertThat(shell.output("app.function(() -> inner.remote()).remote()"))
        .contains("[NESTED_CALL]")
        .contains("local()");
    assertThat(shell.value("app.function(() -> inner.local()).remote()")).isEqualTo("42");
  }

  @Test
  void remoteMayBeCalledFromManyThreadsAndParallelStreams() {
    shell.evaluate("var square = app.function((Integer i) -> i * i);");
    assertThat(
            shell.value(
                "IntStream.range(0, 200).parallel().map(i -> square.remote(i)).sum() +"
                    + " IntStream.range(0, 200).map(i -> i * i).sum() * -1"))
        .isEqualTo("0");
    shell.evaluate(
        """
        String fromThreads() throws Exception {
          var sums = new java.util.concurrent.ConcurrentSkipListSet<Integer>();
          var threads = new ArrayList<Thread>();
          for (int t = 0; t < 8; t++) { int own = t; var thread = new Thread(() -> { for (int i = 0; i < 20; i++) sums.add(square.remote(own * 100 + i)); }); threads.add(thread); thread.start(); }
          for (var thread : threads) thread.join();
          return sums.size() + " " + sums.last();
        }
        """);
    assertThat(shell.value("fromThreads()")).isEqualTo("160 " + 719 * 719);
  }

  @Test
  void oneWorkerForAnAppWithTheSameOptions() {
    shell.evaluate(
        "RemoteFunction0<Long> pid(String name) { return app(name).function(() ->"
            + " ProcessHandle.current().pid()); }");
    assertThat(
            shell.value(
                "(pid(\"one\").remote().equals(pid(\"one\").remote())) + \" \" +"
                    + " pid(\"one\").remote().equals(pid(\"two\").remote()) + \" \" +"
                    + " pid(\"one\").remote().equals(pid(\"one\").env(\"A\", \"b\").remote()) + \" \" +"
                    + " pid(\"one\").remote().equals(ProcessHandle.current().pid())"))
        .isEqualTo("true false false false");
  }

  @Test
  void eachShellHasWorkersOfItsOwn() {
    try (JShellSession other =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "local").byCommand().open()) {
      String pid = "app(\"shared\").function(() -> ProcessHandle.current().pid()).remote()";
      assertThat(other.value(pid)).isNotEqualTo(shell.value(pid));
    }
  }

  @Test
  void theHeapIsAQuarterOfTheMachineOrWhatMemorySays() {
    assertThat(
            shell.value(
                "Math.abs(app.function(() -> Runtime.getRuntime().maxMemory()).remote() * 4.0 /"
                    + " ((com.sun.management.OperatingSystemMXBean)"
                    + " java.lang.management.ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize()"
                    + " - 1) < 0.1"))
        .isEqualTo("true");
    assertThat(
            Long.parseLong(
                shell.value(
                    "app.function(() -> Runtime.getRuntime().maxMemory() >>"
                        + " 20).memory(\"512Mi\").remote()")))
        .isBetween(480L, 512L);
  }

  @Test
  void cpuIsWhatTheWorkersJvmCounts() {
    assertThat(
            shell.value(
                "app.function(() -> Runtime.getRuntime().availableProcessors()).cpu(3).remote()"))
        .isEqualTo("3");
  }

  @Test
  void anIdleWorkerEndsAfterItsWindow() {
    shell.evaluate(
        """
        var brief = app("brief").function(() -> ProcessHandle.current().pid()).scaledownWindow(Duration.ofMillis(200));
        String ends() throws Exception { long pid = brief.remote(); var gone = ProcessHandle.of(pid).map(h -> h.onExit().orTimeout(20, TimeUnit.SECONDS).join().isAlive()); return gone.orElse(false) + " " + (brief.remote() != pid); }
        """);
    assertThat(shell.value("ends()")).isEqualTo("false true");
  }
}
