package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each error that a user can meet, provoked: the message names the object, says what to do, and
 * ends with its code. What was shown is kept in {@code tests/target/errors.txt}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorsTest {
  /**
   * @param code the error's code
   * @param setup snippets before
   * @param expression what provokes it
   * @param says what the message holds, as a pattern
   */
  record Provoked(String code, String setup, String expression, String says) {
    @Override
    public String toString() {
      return code + ": " + expression;
    }
  }

  /** Codes that a user's session alone cannot bring about; the tests named provoke them. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("UNSUPPORTED_OPTION", "PreflightTest"),
          Map.entry("CLASS_VERSION", "RemoteCodeTest"),
          Map.entry("CLASS_PATH_UNREADABLE", "EnvironmentReaderTest"),
          Map.entry("NOT_INSPECTABLE", "LookInsideTest"),
          Map.entry("CLIENT_UNREACHABLE", "ClientsTest"),
          Map.entry("BUILD_MISMATCH", "WorkerTest"),
          Map.entry("SETUP", "NestedJarLoaderTest"),
          Map.entry("CANCELLED", "CallEndsTest"),
          Map.entry("OUT_OF_MEMORY", "CallEndsTest"),
          Map.entry("WORKER_LOST", "CallEndsTest"),
          Map.entry("PROVIDER_UNREACHABLE", "EngineAddressTest"),
          Map.entry("IMAGE_UNAVAILABLE", "LocalErrorsTest"),
          Map.entry("IMAGE_UNSUITABLE", "LocalErrorsTest"),
          Map.entry("LEASE_LAPSED", "containers.sh"));

  private final List<String> shown = new ArrayList<>();
  private JShellSession shell;

  static List<Provoked> provoked() {
    return List.of(
        new Provoked("INVALID_NAME", "", "app(\"Bad Name\")", "Bad Name.*lower-case"),
        new Provoked(
            "INVALID_OPTION", "", "one.timeout(Duration.ZERO)", "timeout\\(.*more than zero"),
        new Provoked("INVALID_OPTION", "", "one.memory(\"much\")", "much"),
        new Provoked("INVALID_OPTION", "", "one.jvmOptions(\"-Xmx1g\")", "memory\\("),
        new Provoked(
            "CAPTURE_REFUSED",
            "var reader = new java.io.FileReader(\"/dev/null\");",
            "app.function(() -> reader.read()).remote()",
            "^lambda → reader \\(snippet variable\\) → java\\.io\\.FileReader: an open file cannot"
                + " travel\\. Open it inside the lambda\\. \\[CAPTURE_REFUSED\\]$"),
        new Provoked(
            "CAPTURE_REFUSED",
            "class Keeper { Object inner = List.of(1, new java.util.concurrent.locks.ReentrantLock() { Thread t ="
                + " Thread.currentThread(); }); } var keeper = new Keeper();",
            "app.function(() -> keeper.inner).captured()",
            "^lambda → keeper \\(snippet variable\\) → .*inner.*Keeper.*Thread"),
        new Provoked(
            "CAPTURE_REFUSED",
            "var sockets = Map.of(\"a\", new java.net.Socket());",
            "app.function(() -> sockets.size()).remote()",
            "sockets \\(snippet variable\\).*java\\.net\\.Socket"),
        new Provoked(
            "CAPTURE_TOO_LARGE",
            "byte[] large = new byte[17 << 20]; new Random(1).nextBytes(large);",
            "app.function(() -> large.length).remote()",
            "large.*captureLimit"),
        new Provoked(
            "ARGUMENT_REFUSED",
            "",
            "app.function((Object o) -> 1).remote(List.of(Thread.currentThread()))",
            "argument 1.*java\\.lang\\.Thread"),
        new Provoked(
            "RESULT_REFUSED",
            "",
            "app.function(() -> List.of(List.of(1).stream())).remote()",
            "result.*stream"),
        new Provoked(
            "RESULT_REFUSED",
            "",
            "app.function(() -> Map.of(\"k\", Thread.currentThread())).remote()",
            "result.*Thread"),
        new Provoked(
            "RESULT_UNREADABLE",
            "class Picky implements java.io.Serializable { long made = ProcessHandle.current().pid();"
                + " Object readResolve() { if (ProcessHandle.current().pid() != made) throw new"
                + " IllegalStateException(\"not at home\"); return this; } }",
            "app.function(() -> new Picky()).remote()",
            "Picky|not at home"),
        new Provoked(
            "VALUE_UNREADABLE",
            "",
            "app.function((Picky p) -> 1).remote(new Picky())",
            "Picky|not at home"),
        new Provoked(
            "NOT_DONE",
            "var slow = app.function(() -> { Thread.sleep(3_000); return 1; }).spawn();",
            "slow.get(Duration.ZERO)",
            "call \\d+ of app .*goes on"),
        new Provoked(
            "MAP_FAILED",
            "var halves = app.function((Integer n) -> 1 / n).map(List.of(1, 0));",
            "halves.toList()",
            "1 input of a map.*1 succeeded"),
        new Provoked(
            "RESULTS_TAKEN",
            "var taken = app.function((Integer n) -> n).map(List.of(1, 2)); taken.iterator().next();",
            "taken.toList()",
            "iterator"),
        new Provoked(
            "NOT_RUNNING",
            "var over = app.function(() -> 1).spawn(); over.get();",
            "over.threadDump()",
            "Call \\d+ of app errors: done in .*spawn it again"),
        new Provoked("NESTED_CALL", "", "app.function(() -> one.remote()).remote()", "local\\(\\)"),
        new Provoked(
            "TIMEOUT",
            "",
            "app.function(() -> { Thread.sleep(9_000); return 1;"
                + " }).timeout(Duration.ofMillis(100)).remote()",
            "100 ms.*timeout"),
        new Provoked(
            "REMOTE_EXCEPTION",
            "String jarOfBoom = \"" + boomJar() + "\";",
            "app.function(() -> { throw (RuntimeException) new java.net.URLClassLoader(new"
                + " java.net.URL[] {new java.io.File(jarOfBoom).toURI().toURL()}).loadClass(\"demo.Boom\").getConstructor().newInstance();"
                + " }).remote()",
            "demo\\.Boom: it went off"),
        new Provoked(
            "REMOTE_EXIT", "", "app.function(() -> { System.exit(9); return 1; }).remote()", "9"),
        new Provoked(
            "WORKER_START", "", "one.jvmOptions(\"-XX:+NoSuchFlag\").remote()", "NoSuchFlag"),
        new Provoked(
            "WORKER_START",
            "",
            "one.javaHome(java.nio.file.Path.of(\"/nowhere/jdk\")).remote()",
            "/nowhere/jdk"));
  }

  private static Path boomJar() {
    return UserJars.of(
        "boom",
        "Boom",
        "public class Boom extends RuntimeException { public Boom() { super(\"it went off\"); } }");
  }

  @BeforeAll
  void open() {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    shell = JShellSession.of(TestMachine.jdk(17).orElseThrow(), "local").byCommand().open();
    shell.evaluate(
        "import java.time.*; var app = app(\"errors\"); var one = app.function(() -> 1);");
    shell.evaluate(
        "String message(java.util.concurrent.Callable<?> c) { try { return \"returned \" + c.call(); }"
            + " catch (OpenModalException e) { return e.getMessage().replace('\\n', '¶'); } catch"
            + " (Throwable t) { return \"other \" + t; } }");
  }

  @AfterAll
  void close() throws IOException {
    if (shell != null) {
      shell.close();
    }
    Files.write(TestMachine.target(".").resolve("errors.txt"), shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("provoked")
  void theMessageNamesTheObjectAndSaysWhatToDo(Provoked error) {
    if (!error.setup().isEmpty()) {
      assertThat(shell.output(error.setup())).isEmpty();
    }
    String message = shell.value("message(() -> " + error.expression() + ")");
    shown.add(error.expression());
    shown.add("    " + message.replace("¶", "\n    "));
    assertThat(message).endsWith("[" + error.code() + "]");
    assertThat(Pattern.compile(error.says(), Pattern.DOTALL).matcher(message).find())
        .as("%s holds %s", message, error.says())
        .isTrue();
    assertThat(message).doesNotContain("$JShell$").doesNotContain("null");
  }

  @Test
  void lambdasThatLookAlikeAreRefusedInABareShellOnly() {
    String look = "List<Function<Integer, Integer>> steps = List.of(x -> x + 1, x -> x * 2);";
    String call = "app(\"alike\").function(() -> steps.get(1).apply(5)).remote()";
    shell.evaluate(look);
    assertThat(shell.value(call)).isEqualTo("10");
    try (JShellSession direct =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "local")
            .classPath(TestMachine.oneJar())
            .open()) {
      direct.evaluate("import static dev.openmodal.OpenModal.*;\n" + look);
      String message = direct.output(call);
      shown.add(call);
      shown.add("    " + message.replace("\n", "\n    "));
      assertThat(message).contains("[AMBIGUOUS_LAMBDA]").contains("steps (snippet variable)");
      assertThat(message).contains("or put each in a snippet of its own.");
    }
  }

  @Test
  void captureLimitRaisesTheLimitAndArgumentsHaveNone() {
    shell.evaluate("byte[] held = new byte[20 << 20]; held[7] = 7;");
    assertThat(
            shell.value(
                "app.function(() -> held[7] + held.length).captureLimit(\"64MiB\").remote()"))
        .isEqualTo("" + (7 + (20 << 20)));
    assertThat(shell.value("app.function((byte[] b) -> b[7] + b.length).remote(held)"))
        .isEqualTo("" + (7 + (20 << 20)));
  }

  @Test
  void docsErrorsListsEveryCodeAndATestProvokesEach() throws IOException {
    Set<String> listed = codes(Files.readString(TestMachine.checkout().resolve("docs/errors.md")));
    String source =
        Files.readString(
            TestMachine.checkout()
                .resolve("library/api/src/main/java/dev/openmodal/ErrorCode.java"));
    Set<String> declared = new TreeSet<>();
    Matcher constant = Pattern.compile("^  ([A-Z_]+)[,;]?$", Pattern.MULTILINE).matcher(source);
    while (constant.find()) {
      declared.add(constant.group(1));
    }
    assertThat(listed).isEqualTo(declared);
    Set<String> covered = new TreeSet<>(ELSEWHERE.keySet());
    provoked().forEach(p -> covered.add(p.code()));
    covered.add("AMBIGUOUS_LAMBDA");
    assertThat(covered).isEqualTo(declared);
  }

  private static Set<String> codes(String text) {
    Set<String> codes = new TreeSet<>();
    Matcher row = Pattern.compile("^\\| `([A-Z_]+)` \\|", Pattern.MULTILINE).matcher(text);
    while (row.find()) {
      codes.add(row.group(1));
    }
    return codes;
  }
}
