package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A command answers the same wherever it is typed: in jshell, in a notebook, and in a terminal
 * about either of them. Each document is of its schema, which knows all that is in it.
 */
@Timeout(300)
class CommandAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What differs from one moment to the next. */
  private static final Set<String> OF_THE_MOMENT =
      Set.of("ageSeconds", "seconds", "cpuSeconds", "memoryBytes", "cpus");

  @TempDir private static Path other;
  private static final Map<String, ReplSession> SESSIONS = new LinkedHashMap<>();

  @BeforeAll
  static void open() {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    SESSIONS.put("a notebook", FrontEnd.kernel("jjava-jars", 17));
    SESSIONS.put(
        "jshell", JShellSession.of(TestMachine.jdk(17).orElseThrow(), "local").byCommand().open());
    for (ReplSession session : SESSIONS.values()) {
      session.evaluate(
          """
          int k = 3;
          var f = app("answers").function((Integer n) -> { System.out.println("printed " + n); return k / n; });
          var done = f.spawn(1); done.get();
          var failed = f.spawn(0);
          try { failed.get(); } catch (ArithmeticException e) { }
          var mapped = f.map(List.of(1, 2, 3)).toList();
          """);
    }
  }

  @AfterAll
  static void close() {
    SESSIONS.values().forEach(ReplSession::close);
  }

  private static String typed(ReplSession session, String command) {
    return session instanceof KernelSession kernel
        ? kernel.cell("%openmodal " + command, Duration.ofMinutes(1)).text("stdout")
        : session.output("openmodal(\"" + command + "\")");
  }

  /** What the map of before has printed may come in front of it. */
  private static JsonNode document(ReplSession session, String command) throws IOException {
    String text = typed(session, command + " --json");
    return JSON.readTree(text.substring(Math.max(0, text.indexOf('{'))));
  }

  private static JsonNode inTerminal(String... words) {
    return TerminalCommand.run(TestMachine.target("home"), words).json();
  }

  private static long pid(ReplSession session) {
    return Long.parseLong(session.value("ProcessHandle.current().pid()"));
  }

  private static void mustBeOf(String name, JsonNode document) throws IOException {
    Path file = TestMachine.checkout().resolve("docs/commands.schema.json");
    ObjectNode schema = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
    assertThat(schema.path("$defs").has(name)).as("a schema of " + name).isTrue();
    List.of("client", "worker")
        .forEach(each -> ((ObjectNode) schema.path("$defs").path(each)).put("addedTo", true));
    closeAll(schema);
    schema.put("$ref", "#/$defs/" + name);
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    Set<ValidationMessage> wrong = compiled.validate(document);
    assertThat(wrong).as(name + ": " + document).isEmpty();
  }

  /**
   * What is not in the schema is wrong here, though not to whoever reads a document. Definitions
   * that others add to are closed where they are used.
   */
  private static void closeAll(JsonNode node) {
    if (node instanceof ObjectNode object
        && (object.has("$ref") || object.has("properties"))
        && !object.path("addedTo").asBoolean()) {
      object.put("unevaluatedProperties", false);
    }
    node.forEach(CommandAnswersTest::closeAll);
  }

  private static JsonNode masked(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(OF_THE_MOMENT);
    }
    node.forEach(CommandAnswersTest::masked);
    return node;
  }

  @Test
  void whatASessionAnswersATerminalAnswersAboutIt() throws IOException {
    for (Map.Entry<String, ReplSession> session : SESSIONS.entrySet()) {
      String client = Long.toString(pid(session.getValue()));
      for (String command : List.of("ps", "logs", "status", "top -d 0.1")) {
        JsonNode here = document(session.getValue(), command);
        mustBeOf(command.split(" ")[0], here);
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--json", "--client", client));
        JsonNode there = inTerminal(words.toArray(String[]::new));
        assertThat(masked(there)).as(command + " in " + session.getKey()).isEqualTo(masked(here));
        assertThat(here.toString()).contains("\"answers\"");
      }
      for (String number : List.of("1", "2", "3")) {
        JsonNode here = document(session.getValue(), "logs " + number);
        mustBeOf("log", here);
        assertThat(inTerminal("logs", number, "--json", "--client", client)).isEqualTo(here);
        assertThat(here.path("text").asText()).contains("printed");
      }
      assertThat(typed(session.getValue(), "logs 1")).contains("printed 1");
    }
  }

  @Test
  void whatIsAboutNoSessionIsTheSameEverywhere() throws IOException {
    for (String command : List.of("version", "provider", "config", "clean --dry-run")) {
      String[] words = (command + " --json").split(" ");
      JsonNode there = inTerminal(words);
      mustBeOf(command.split(" ")[0], there);
      for (Map.Entry<String, ReplSession> session : SESSIONS.entrySet()) {
        JsonNode here = document(session.getValue(), command);
        mustBeOf(command.split(" ")[0], here);
        if (command.startsWith("clean")) { // others use the same folder now
          assertThat(here.path("items").toString()).contains("jars of a build");
        } else {
          assertThat(here).as(command + " in " + session.getKey()).isEqualTo(there);
        }
      }
    }
    mustBeOf("doctor", inTerminal("doctor", "--json"));
    JsonNode captured = document(SESSIONS.get("a notebook"), "captured f");
    mustBeOf("captured", captured);
    assertThat(captured.path("values").toString()).contains("\"k\"");
  }

  @Test
  void errorsAreOfTheirSchemaToo() throws IOException {
    TerminalCommand refused =
        TerminalCommand.run(TestMachine.target("home"), "ps", "--client", "1", "--json");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    mustBeOf("error", JSON.readTree(refused.err()));
    assertThat(TerminalCommand.run(other, "stop", "--json").exit()).isEqualTo(2);
    assertThat(TerminalCommand.run(other, "ps", "--jsn").exit()).isEqualTo(2);
  }

  @Test
  void settingsAreKeptAndRefusedWhereTheyMakeNoSense() throws IOException {
    JsonNode set = inOther("config", "log", "debug", "--json");
    mustBeOf("config", set);
    assertThat(set.path("settings").path(0).path("value").asText()).isEqualTo("debug");
    Path file = other.resolve("config.toml");
    Files.writeString(file, "# mine\n" + Files.readString(file));
    inOther("config", "provider", "process", "--json");
    inOther("config", "--unset", "log", "--json");
    assertThat(Files.readString(file)).isEqualTo("# mine\nprovider = \"process\"\n");
    assertThat(TerminalCommand.run(other, "provider").out()).contains("used by " + file);

    assertThat(TerminalCommand.run(other, "config", "log", "loud").err()).contains("'loud'");
    assertThat(TerminalCommand.run(other, "config", "colour").err())
        .contains("no setting 'colour'");
    Files.writeString(file, "provder = \"process\"\n");
    assertThat(TerminalCommand.run(other, "provider").err())
        .contains(file.toString(), "provder", "There are");
    Files.writeString(file, "provider = \n");
    TerminalCommand broken = TerminalCommand.run(other, "version");
    assertThat(broken.out()).contains(file.toString(), "is no TOML", "line 1");
    Files.delete(file);
  }

  private static JsonNode inOther(String... words) {
    return TerminalCommand.run(other, words).json();
  }

  @Test
  void cleanShowsFirstAndLeavesWhatIsUsed() throws IOException {
    try (JShellSession running =
        JShellSession.of(TestMachine.jdk(17).orElseThrow(), "local")
            .byCommand()
            .environment("OPENMODAL_HOME", other.toString())
            .open()) {
      running.evaluate("var g = app(\"cleaned\").function((Integer n) -> n + 1); g.remote(1)");
      Path old = Files.createDirectories(other.resolve("cache/lib/of-an-older-build"));
      Files.writeString(old.resolve("some.jar"), "x".repeat(5000));
      Path killed = Files.createDirectories(other.resolve("run/999999999"));
      Files.writeString(killed.resolve("value"), "y".repeat(3000));
      TerminalCommand shown = TerminalCommand.run(other, "clean");
      assertThat(shown.out())
          .contains("of-an-older-build", "can go", "in use", "left by a killed program")
          .contains("nothing was removed; --yes");
      assertThat(old).exists();
      JsonNode done = inOther("clean", "--yes", "--json");
      mustBeOf("clean", done);
      assertThat(done.path("freedBytes").asLong()).isGreaterThanOrEqualTo(8000);
      assertThat(killed).doesNotExist();
      assertThat(old).doesNotExist();
      assertThat(done.toString()).contains("\"used\"");
      // Not hurt: it starts another worker, of the same jars.
      running.evaluate("openmodal(\"stop\")");
      assertThat(running.value("g.remote(41)")).isEqualTo("42");
    }
    await()
        .untilAsserted(
            () -> {
              JsonNode done = inOther("clean", "--yes", "--json");
              for (JsonNode item : done.path("items")) {
                boolean isHere = item.path("path").asText().startsWith(other.toString());
                // What containers of others use at a Docker Engine stays.
                assertThat(!isHere || item.path("state").asText().equals("removed"))
                    .as(done.toString())
                    .isTrue();
              }
            });
    assertThat(TerminalCommand.run(other, "version").exit()).isZero();
  }
}
