package dev.openmodal.tests.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.openmodal.App;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values of a GiB and more, with heaps on both sides that hold the value and 300 MB beside it:
 * right, in order, and no hindrance for small calls on the same worker. Alone, since it looks at
 * the clock.
 */
@Isolated
class LargeValuesTest {
  @ParameterizedTest(name = "{0} with heaps of {1} MiB, sent {2}")
  @CsvSource({
    "bytes-up, 1310, false",
    "bytes-up, 1310, true",
    "bytes-down, 1310, true",
    "numbers-up, 420, false",
    "numbers-down, 420, true",
    "parts-up, 3400, true",
    "parts-down, 3400, true",
  })
  void arrivesAsItIs(String value, int heap, boolean sent) throws Exception {
    assumeTrue(
        !value.equals("parts-up") || isFull(), "three GiB of parts are sent by ./check full");
    String said = run(value, heap, sent);
    assertThat(said).contains("right true\n", "same worker true\n", "next 42\n");
    assertThat(number(said, "small calls")).as(said).isGreaterThan(3);
  }

  private static boolean isFull() {
    return System.getProperty("openmodal.test.parity", "all").equals("all");
  }

  @ParameterizedTest
  @CsvSource({"chain-up, ARGUMENT_REFUSED", "chain-down, RESULT_REFUSED"})
  void isRefusedByNameWhereItIsTooDeep(String chain, String code) throws Exception {
    assertThat(run(chain, 512, false))
        .contains("LargeValuesClient$Node: it is nested deeper than", "[" + code + "]");
  }

  @ParameterizedTest
  @CsvSource({"cancel-up, false", "cancel-up, true", "cancel-down, true"})
  void isGivenUpWithItsCallAndTheWorkerStays(String direction, boolean sent) throws Exception {
    String said = run(direction, 1310, sent);
    assertThat(said)
        .contains("cancelled CANCELLED\n", "left false\n", "same worker true\n", "next 42\n");
    assertThat(number(said, "cancel millis")).as(said).isLessThan(1000);
  }

  /**
   * Runs {@link LargeValuesClient}.
   *
   * @param sent whether arguments are sent, as to a worker elsewhere, instead of read from a file
   */
  private static String run(String value, int heap, boolean sent) throws Exception {
    String jar =
        Path.of(App.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-Dopenmodal.sharedFiles=" + !sent,
                "-cp",
                jar + File.pathSeparator + Path.of("target", "test-classes"),
                LargeValuesClient.class.getName(),
                value,
                heap + "Mi")
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(client.waitFor(10, TimeUnit.SECONDS)).as(said).isTrue();
      System.out.println(value + ": " + said.replace("\n", "; "));
      return said;
    } finally {
      client.destroyForcibly();
    }
  }

  private static long number(String said, String word) {
    Matcher matcher = Pattern.compile(Pattern.quote(word) + " (\\d+)").matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
