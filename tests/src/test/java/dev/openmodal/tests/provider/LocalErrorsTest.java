package dev.openmodal.tests.provider;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.openmodal.App;
import dev.openmodal.ErrorCode;
import dev.openmodal.Image;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteFunction0;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Why there is no container, in words: each is provoked at a real Engine, and shown in docs. */
@Timeout(180)
class LocalErrorsTest {
  private final App app = app("errors-local").provider("local");
  private final RemoteFunction0<Integer> one = app.function(() -> 1);

  @BeforeAll
  static void needsAnEngine() {
    TestEngine.assumeThere();
  }

  @AfterEach
  void nothingIsLeft() {
    await() // one that has ended by itself is being removed
        .until(
            () ->
                TestEngine.docker("ps", "-aq", "--filter", "label=dev.openmodal.app=errors-local")
                    .isEmpty());
  }

  private static void provoke(String what, ErrorCode code, RemoteFunction0<Integer> call)
      throws Exception {
    OpenModalException error = catchThrowableOfType(OpenModalException.class, call::remote);
    assertThat(error).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    MetErrors.areShown(what, error.getMessage());
  }

  @Test
  void anImageThatThereIsNot() throws Exception {
    provoke(
        "No such image", ErrorCode.IMAGE_UNAVAILABLE, one.image(TestEngine.image("no-such-image")));
  }

  @Test
  void aRegistryThatCannotBeReached() throws Exception {
    Image image = Image.from("registry.invalid/team/tools:1");
    provoke("A registry that is not there", ErrorCode.IMAGE_UNAVAILABLE, one.image(image));
    Image closed = Image.from("127.0.0.1:9/tools:1");
    provoke("A registry that does not listen", ErrorCode.IMAGE_UNAVAILABLE, one.image(closed));
  }

  @Test
  void aRegistryThatAsksForCredentials() throws Exception {
    provoke(
        "A registry that asks for credentials",
        ErrorCode.IMAGE_UNAVAILABLE,
        one.image(TestEngine.privateImage("bookworm-minbase")));
  }

  @Test
  void anImageOfAnotherProcessor() throws Exception {
    provoke(
        "An image for another processor",
        ErrorCode.IMAGE_UNSUITABLE,
        one.image(TestEngine.image("of-another-processor")));
  }

  @Test
  void anImageWithoutGlibc() throws Exception {
    provoke(
        "An image without a C library",
        ErrorCode.IMAGE_UNSUITABLE,
        one.image(TestEngine.image("static-only")));
    provoke(
        "An image with musl",
        ErrorCode.IMAGE_UNSUITABLE,
        one.image(TestEngine.image("musl-loader")));
  }

  @Test
  void anImageWithoutALibraryThatJavaNeeds() throws Exception {
    assumeTrue(
        System.getProperty("java.vendor", "").contains("Debian"), "this Java needs glibc alone");
    provoke(
        "An image that lacks a library",
        ErrorCode.IMAGE_UNSUITABLE,
        one.image(TestEngine.image("without-zlib")));
  }

  @Test
  void whatTheEngineRefuses() throws Exception {
    provoke("More processors than there are", ErrorCode.INVALID_OPTION, one.cpu(4000));
    provoke(
        "A user that the image does not know",
        ErrorCode.WORKER_START,
        one.user("nobody-of-that-name"));
    provoke("A GPU where there is none", ErrorCode.UNSUPPORTED_OPTION, one.gpu("any"));
    provoke(
        "A container that ends at once",
        ErrorCode.WORKER_START,
        one.jvmOptions("-XX:+NoSuchOption"));
  }

  @Test
  void aContainerThatUsesUpItsMemory() throws Exception {
    provoke(
        "A container that used up its memory",
        ErrorCode.OUT_OF_MEMORY,
        app.function(LocalErrorsTest::fillMemory)
            .memory("64Mi")
            .jvmOptions("-XX:MaxDirectMemorySize=4g"));
  }

  private static int fillMemory() {
    List<ByteBuffer> all = new ArrayList<>();
    while (all.size() < 3000) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      for (int i = 0; i < buffer.capacity(); i += 4096) {
        buffer.put(i, (byte) 1);
      }
      all.add(buffer);
    }
    return all.size();
  }
}
