package dev.openmodal.tests.map;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.MapResults;
import dev.openmodal.Outcomes;
import dev.openmodal.RemoteFunction;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the inputs of a map print, and what their processes write. */
@Timeout(120)
class MapOutputTest {
  private final App app = app("map-output");
  private final PrintStream out = System.out;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @AfterEach
  void putBack() {
    System.setOut(out);
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  private void watch() {
    System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
  }

  @Test
  void whatAProcessWritesLastIsOfTheInputThatHasStartedIt() throws Exception {
    watch();
    RemoteFunction<Integer, Integer> echo =
        app.function(
                (Integer n) -> {
                  new ProcessBuilder("sh", "-c", "echo process " + n).inheritIO().start().waitFor();
                  return n;
                })
            .maxContainers(1);
    assertThat(echo.map(numbers(200)).toList()).hasSize(200);
    String[] expected =
        IntStream.range(0, 200).mapToObj(n -> "[" + n + "] process " + n).toArray(String[]::new);
    await().until(() -> shown().lines().count() >= 200);
    assertThat(shown().lines().toList()).containsExactlyInAnyOrder(expected);
  }

  @Test
  void aStreamThatThrowsTakesOnlyWhatWasMeantForIt() throws Exception {
    System.setOut(
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            throw new IllegalStateException("a stream of the program's own");
          }
        });
    assertThat(printing("first").map(numbers(20)).toList()).hasSize(20);
    watch();
    assertThat(printing("second").map(numbers(20)).toList()).hasSize(20);
    // What the first map printed may still come now.
    await().until(() -> shown().lines().filter(line -> line.contains("second")).count() == 20);
    byte[] much = new byte[1 << 20];
    Arrays.fill(much, (byte) 'x');
    assertThat(
            app.function(
                    (Integer n) -> {
                      System.out.println(new String(much, StandardCharsets.US_ASCII));
                      return n;
                    })
                .map(numbers(30))
                .toList())
        .hasSize(30);
  }

  private RemoteFunction<Integer, Integer> printing(String word) {
    return app.function(
        (Integer n) -> {
          System.out.println(word + " " + n);
          return n;
        });
  }

  @Test
  void theOutcomesCanBePrintedWhileInputsPrint() {
    watch();
    for (int i = 0; i < 10; i++) {
      Outcomes<Integer, Integer> outcomes =
          app.function(
                  (Integer n) -> {
                    System.out.println("input " + n);
                    Thread.sleep(20);
                    return n;
                  })
              .map(numbers(30))
              .outcomes();
      System.out.printf("outcomes: %s%n", outcomes);
    }
    assertThat(shown()).contains("outcomes: ").contains("[29] input 29");
  }

  @Test
  void whatIsShownIsBoundedAndTheRestIsInTheLogs() {
    watch();
    RemoteFunction<Integer, Integer> talks =
        app.function(
            (Integer n) -> {
              for (int i = 0; i < 1000; i++) {
                System.out.println("line " + i + " of a hundred characters " + "x".repeat(75));
              }
              return n;
            });
    MapResults<Integer, Integer> results = talks.map(numbers(50));
    assertThat(results.toList()).hasSize(50);
    await().until(() -> results.logs().lines().count() == 50_000);
    assertThat(results.logs().lines().filter(line -> line.startsWith("[7] line ")).count())
        .isEqualTo(1000);
    assertThat(shown().length()).isBetween(1_000_000, 1_200_000);
  }
}
