package dev.openmodal.tests.provider;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.openmodal.Image;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The Docker Engine of the tests, which {@code check} starts or finds, and its images. */
public final class TestEngine {
  private static final String IMAGES = System.getenv("OPENMODAL_TEST_IMAGES");

  private TestEngine() {}

  /** Skips the test where there is none. */
  public static void assumeThere() {
    assumeTrue(IMAGES != null && !IMAGES.isBlank(), "no Docker Engine for tests");
  }

  /** An image that the tests have made, such as {@code bookworm-minbase}. */
  public static Image image(String name) {
    return Image.from(IMAGES + "/" + name);
  }

  /** The same image at a registry that asks who wants it. */
  public static Image privateImage(String name) {
    return Image.from(System.getenv("OPENMODAL_TEST_PRIVATE_IMAGES") + "/" + name);
  }

  /** What the docker command prints; it has to succeed. */
  public static String docker(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " printed " + printed);
    }
    return printed.strip();
  }
}
