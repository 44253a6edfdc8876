package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notebooks of the project run from their top, in the folder in which they are. */
class NotebooksTest {
  private static final Path FOLDER = TestMachine.checkout().resolve("notebooks");

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void runsFromItsTop(Path notebook) throws IOException {
    new FrontEnd("jjava-jars", 17).assumeThere();
    Path java = TestMachine.jdk(17).orElseThrow();
    try (KernelSession kernel =
        KernelSession.open(TestMachine.jjava().orElseThrow(), java, FOLDER)) {
      for (JsonNode cell : codeCells(notebook)) {
        String source = text(cell.path("source"));
        KernelSession.Cell run = kernel.cell(source, Duration.ofMinutes(2));
        boolean isToFail = cell.path("metadata").path("tags").toString().contains("raises");
        assertThat(run.status()).as(source + run.error()).isEqualTo(isToFail ? "error" : "ok");
        assertThat(cell.path("execution_count").isInt()).as("ran: " + source).isTrue();
        assertThat(results(run)).as(source).isEqualTo(committed(cell));
      }
    }
  }

  private static List<JsonNode> codeCells(Path notebook) throws IOException {
    List<JsonNode> cells = new ArrayList<>();
    for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
      if (cell.path("cell_type").asText().equals("code")) {
        cells.add(cell);
      }
    }
    return cells;
  }

  /** The text of its value; that of a card differs from run to run. */
  private static List<String> results(KernelSession.Cell run) {
    return run.events().stream()
        .filter(event -> event.path("event").asText().equals("result"))
        .map(event -> event.path("data"))
        .filter(data -> !data.has("text/html"))
        .map(data -> data.path("text/plain").asText())
        .toList();
  }

  private static List<String> committed(JsonNode cell) {
    List<String> results = new ArrayList<>();
    for (JsonNode output : cell.path("outputs")) {
      JsonNode data = output.path("data");
      if (output.path("output_type").asText().equals("execute_result") && !data.has("text/html")) {
        results.add(text(data.path("text/plain")));
      }
    }
    return results;
  }

  /** Notebooks keep texts as they are or as lists of their lines. */
  private static String text(JsonNode node) {
    if (!node.isArray()) {
      return node.asText();
    }
    StringBuilder text = new StringBuilder();
    node.forEach(line -> text.append(line.asText()));
    return text.toString();
  }
}
