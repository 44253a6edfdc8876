package dev.openmodal.tests.provider;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.ErrorCode;
import dev.openmodal.Image;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteFunction0;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Why there is no container, in words: each is provoked at a real Engine and shown as it is met, in
 * {@code target/errors-local.txt}.
 */
@Timeout(180)
class LocalErrorsTest {
  private final App app = app("errors-local").provider("local");
  private final RemoteFunction0<Integer> one = app.function(() -> 1);

  @BeforeAll
  static void needsAnEngine() throws Exception {
    TestEngine.assumeThere();
    Files.deleteIfExists(Path.of("target/errors-local.txt"));
  }

  @AfterEach
  void nothingIsLeft() {
    await() // one that has ended by itself is being removed
        .until(
            () ->
                TestEngine.docker("ps", "-aq", "--filter", "label=dev.openmodal.app=errors-local")
                    .isEmpty());
  }

  private static void provoke(ErrorCode code, RemoteFunction0<Integer> call, String... said)
      throws Exception {
    OpenModalException error = catchThrowableOfType(OpenModalException.class, call::remote);
    assertThat(error).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    assertThat(error.getMessage()).contains(said).endsWith("[" + code + "]");
    Files.writeString(
        Path.of("target/errors-local.txt"),
        code + "\n  " + error.getMessage().replace("\n", "\n  ") + "\n\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Test
  void anImageThatThereIsNot() throws Exception {
    provoke(
        ErrorCode.IMAGE_UNAVAILABLE,
        one.image(TestEngine.image("no-such-image")),
        "no-such-image",
        "There is no such image or tag",
        "image(…)");
  }

  @Test
  void aRegistryThatCannotBeReached() throws Exception {
    provoke(
        ErrorCode.IMAGE_UNAVAILABLE,
        one.image(Image.from("registry.invalid/team/tools:1")),
        "registry.invalid/team/tools:1",
        "cannot be reached from the Engine");
    provoke(
        ErrorCode.IMAGE_UNAVAILABLE,
        one.image(Image.from("127.0.0.1:9/tools:1")),
        "cannot be reached from the Engine");
  }

  @Test
  void aRegistryThatAsksForCredentials() throws Exception {
    Image image = TestEngine.privateImage("bookworm-minbase");
    provoke(
        ErrorCode.IMAGE_UNAVAILABLE,
        one.image(image),
        "The registry asks who you are",
        "docker login 127.0.0.1:");
  }

  @Test
  void anImageOfAnotherProcessor() throws Exception {
    provoke(
        ErrorCode.IMAGE_UNSUITABLE,
        one.image(TestEngine.image("of-another-processor")),
        "is for linux/",
        "this Engine runs linux/",
        "docker pull --platform");
  }

  @Test
  void anImageWithoutGlibc() throws Exception {
    provoke(
        ErrorCode.IMAGE_UNSUITABLE,
        one.image(TestEngine.image("static-only")),
        "has no C library",
        "debian:bookworm-slim");
    provoke(
        ErrorCode.IMAGE_UNSUITABLE,
        one.image(TestEngine.image("musl-loader")),
        "musl",
        "needs glibc",
        "debian:bookworm-slim");
  }

  @Test
  void anImageWithoutALibraryThatJavaNeeds() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        System.getProperty("java.vendor", "").contains("Debian"), "this Java needs glibc alone");
    provoke(
        ErrorCode.IMAGE_UNSUITABLE,
        one.image(TestEngine.image("without-zlib")),
        "lacks libz.so.1",
        "zlib1g");
  }

  @Test
  void whatTheEngineRefuses() throws Exception {
    provoke(
        ErrorCode.INVALID_OPTION, one.cpu(4000), "cpu(…)", "CPUs", "no more than its machine has");
    provoke(
        ErrorCode.WORKER_START, one.user("nobody-of-that-name"), "nobody-of-that-name", "user(…)");
    provoke(ErrorCode.UNSUPPORTED_OPTION, one.gpu("any"), "gpu(any)", "no runtime for GPUs");
    provoke(
        ErrorCode.WORKER_START,
        one.jvmOptions("-XX:+NoSuchOption"),
        "NoSuchOption",
        "jvmOptions(…)");
  }
}
