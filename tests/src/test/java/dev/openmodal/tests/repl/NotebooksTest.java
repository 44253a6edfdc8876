package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openmodal.tests.provider.TestEngine;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The notebooks of the project run from their top, in the folder in which they are, and give the
 * same in child JVMs and in containers.
 */
class NotebooksTest {
  private static final Path FOLDER = TestMachine.checkout().resolve("notebooks");

  /** A picture has more pixels than that on its shorter side. */
  private static final int PIXELS = 200;

  /** A picture has more colours than that; a chart without points has about 300. */
  private static final int COLOURS = 500;

  static Stream<Arguments> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList().stream()
          .flatMap(
              notebook ->
                  Stream.of("process", "local").map(provider -> arguments(notebook, provider)));
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  @Execution(ExecutionMode.CONCURRENT) // each in a kernel of its own
  void runsFromItsTop(Path notebook, String provider) throws IOException {
    new FrontEnd("jjava-jars", 17).assumeThere();
    Map<String, String> variables = new HashMap<>(Map.of("OPENMODAL_PROVIDER", provider));
    if (provider.equals("local")) {
      TestEngine.assumeThere();
      variables.put("OPENMODAL_IMAGE", TestEngine.image("bookworm-fonts").reference()); // charts
    }
    Path java = TestMachine.jdk(17).orElseThrow();
    try (KernelSession kernel =
        KernelSession.open(TestMachine.jjava().orElseThrow(), java, FOLDER, variables)) {
      kernel.evaluate(LocalRepository.alsoOfThisBuild());
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

  /** What its value is shown as; a card differs from run to run. */
  private static List<String> results(KernelSession.Cell run) throws IOException {
    List<String> results = new ArrayList<>();
    for (JsonNode event : run.events()) {
      JsonNode data = event.path("data");
      if (event.path("event").asText().equals("result") && !data.has("text/html")) {
        results.add(shown(data));
      }
    }
    return results;
  }

  private static List<String> committed(JsonNode cell) throws IOException {
    List<String> results = new ArrayList<>();
    for (JsonNode output : cell.path("outputs")) {
      JsonNode data = output.path("data");
      if (output.path("output_type").asText().equals("execute_result") && !data.has("text/html")) {
        results.add(shown(data));
      }
    }
    return results;
  }

  /** Its text, or the size of its picture: fonts, and so pixels, differ from machine to machine. */
  private static String shown(JsonNode data) throws IOException {
    if (!data.has("image/png")) {
      return text(data.path("text/plain"));
    }
    byte[] png = Base64.getMimeDecoder().decode(text(data.path("image/png")));
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(picture).as("a PNG").isNotNull();
    int width = picture.getWidth();
    int height = picture.getHeight();
    assertThat(Math.min(width, height)).as("pixels").isGreaterThan(PIXELS);
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    assertThat(IntStream.of(pixels).distinct().count()).as("colours").isGreaterThan(COLOURS);
    return "a picture of " + width + " by " + height;
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
