package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The table of {@code docs/commands.md}, in a real terminal, a real kernel and a real jshell: where
 * it says yes, the command works; where it says no, a sentence says where it belongs.
 */
@Timeout(300)
class CommandPlacesTest {
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `([a-z]+)[^|]*\\|[^|]*\\| (yes|no)[^|]*\\| (yes|no)[^|]*\\| (yes|no)[^|]*\\|");

  /** What is typed after the command, where it wants more. */
  private static final Map<String, String> MORE =
      Map.of(
          "captured",
          " f",
          "stop",
          " nothing",
          "completion",
          " bash",
          "top",
          " -d 0.1",
          "run",
          " x");

  /** What each answers, wherever it is. */
  private static final Map<String, String> ANSWERS =
      Map.ofEntries(
          Map.entry("help", "Commands:"),
          Map.entry("version", "openmodal "),
          Map.entry("doctor", "jshell"),
          Map.entry("provider", "child JVMs"),
          Map.entry("config", "OPENMODAL_LOG"),
          Map.entry("status", "by default"),
          Map.entry("ps", "places"),
          Map.entry("top", "places"),
          Map.entry("logs", "nothing mapped"),
          Map.entry("stop", "no workers of app nothing"),
          Map.entry("clean", "jars of a build"),
          Map.entry("captured", "the lambda"),
          Map.entry("setup", "--provider"),
          Map.entry("jshell", "--execution"),
          Map.entry("notebook", "--no-browser"),
          Map.entry("run", "FILE"),
          Map.entry("completion", "complete -F"));

  /** Those that would open something: here only their help is asked for. */
  private static final List<String> OPENING = List.of("setup", "jshell", "notebook", "run");

  private static JShellSession shell;
  private static KernelSession kernel;

  @BeforeAll
  static void open() {
    assumeTrue(TestMachine.jdk(17).isPresent(), "no JDK 17");
    kernel = FrontEnd.kernel("jjava-jars", 17);
    shell = JShellSession.of(TestMachine.jdk(17).orElseThrow(), "local").byCommand().open();
    String function =
        "int k = 3; var f = app(\"places\").function((Integer n) -> n + 1); f.remote(1);";
    shell.evaluate(function);
    kernel.evaluate(function);
  }

  @AfterAll
  static void close() {
    if (shell != null) {
      shell.close();
    }
    if (kernel != null) {
      kernel.close();
    }
  }

  /** Whether it is in the terminal, in a notebook, in jshell. */
  private static Map<String, List<Boolean>> table() throws IOException {
    Map<String, List<Boolean>> table = new LinkedHashMap<>();
    for (String line : Files.readAllLines(TestMachine.checkout().resolve("docs/commands.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.lookingAt()) {
        table.put(
            row.group(1),
            List.of(
                row.group(2).equals("yes"),
                row.group(3).equals("yes"),
                row.group(4).equals("yes")));
      }
    }
    return table;
  }

  @Test
  void theTableHasEveryCommand() throws IOException {
    String help = TerminalCommand.run(TestMachine.target("home"), "help").out();
    List<String> commands =
        Pattern.compile("(?m)^  ([a-z]+)  +\\S")
            .matcher(help.substring(help.indexOf("Commands:")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(commands).contains("ps", "help").hasSizeGreaterThan(12);
    List<String> ofTheTerminal =
        table().entrySet().stream()
            .filter(row -> row.getValue().get(0))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(commands).containsExactlyInAnyOrderElementsOf(ofTheTerminal);
    assertThat(table()).containsKey("captured");
  }

  @Test
  void eachIsWhereTheTableSays() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, List<Boolean>> row : table().entrySet()) {
      String name = row.getKey();
      String typed = name + MORE.getOrDefault(name, "");
      boolean opens = OPENING.contains(name);
      TerminalCommand terminal =
          TerminalCommand.run(
              TestMachine.target("home"), (opens ? name + " --help" : typed).split(" "));
      String answer = ANSWERS.getOrDefault(name, "?");
      // In the folder that other tests use there may be other programs, or none.
      boolean isOfOthers = List.of("ps", "top", "logs").contains(name);
      check(
          wrong,
          name + " in a terminal",
          row.getValue().get(0),
          terminal.exit() == 0 && (isOfOthers || terminal.out().contains(answer)),
          terminal.err() + terminal.out());
      KernelSession.Cell cell = kernel.cell("%openmodal " + typed, Duration.ofMinutes(1));
      check(
          wrong,
          name + " in a notebook",
          row.getValue().get(1),
          cell.error().isEmpty() && cell.all().toString().contains(answer),
          cell.error() + cell.text("stderr") + cell.all());
      String said = shell.output("openmodal(\"" + typed + "\")");
      check(wrong, name + " in jshell", row.getValue().get(2), said.contains(answer), said);
      if (!row.getValue().get(2)) { // whatever follows it
        String bare = shell.output("openmodal(\"" + name + "\")");
        check(wrong, name + " alone in jshell", false, false, bare);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(
      List<String> wrong, String what, boolean isThere, boolean works, String said) {
    if (isThere != works) {
      wrong.add(what + (works ? " works: " : " does not work: ") + said);
    } else if (!isThere
        && !said.contains("is a command of the terminal: type openmodal ")
        && !said.contains("%openmodal captured in a notebook")
        && !said.contains("is a command of notebooks. Here type ")) {
      wrong.add(what + " does not say where it belongs: " + said);
    }
  }
}
