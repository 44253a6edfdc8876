package dev.openmodal.tests.provider;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.Image;
import dev.openmodal.RemoteFunction0;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Images that say what is to happen in containers, which is none of a worker's. */
@Timeout(180)
@Isolated // it counts volumes
class LocalImagesTest {
  private static final String NAME = "openmodal-test-odd";

  private final App app = app("odd-images").provider("local");

  @BeforeAll
  static void needsAnEngine() {
    TestEngine.assumeThere();
  }

  /** An image made of a container that has run a command, with changes as a Dockerfile has them. */
  private static Image made(String command, String... changes) throws Exception {
    String base = TestEngine.image("bookworm-minbase").reference();
    String ran = TestEngine.docker("run", "-d", base, "sh", "-c", command);
    String container = ran.substring(ran.lastIndexOf('\n') + 1);
    try {
      TestEngine.docker("wait", container);
      List<String> commit = new ArrayList<>(List.of("commit"));
      for (String change : changes) {
        commit.addAll(List.of("--change", change));
      }
      commit.addAll(List.of(container, NAME));
      TestEngine.docker(commit.toArray(new String[0]));
      return Image.from(NAME);
    } finally {
      TestEngine.docker("rm", "-f", container);
    }
  }

  @AfterEach
  void remove() throws Exception {
    Commands.printed("stop", "odd-images");
    TestEngine.docker("rmi", "-f", NAME);
  }

  @Test
  void whatAnImageSaysOfItsProgramIsNotAWorkers() throws Exception {
    int before = TestEngine.docker("volume", "ls", "-q").split("\n").length;
    Image odd =
        made(
            "true",
            "ENTRYPOINT [\"/bin/false\"]",
            "CMD [\"nothing\"]",
            "ENV _JAVA_OPTIONS=-Xmx900m",
            "ENV MINE=kept",
            "HEALTHCHECK CMD false",
            "VOLUME /data");
    RemoteFunction0<String> seen =
        app.function(
                () ->
                    System.getenv("MINE")
                        + " "
                        + System.getenv("_JAVA_OPTIONS")
                        + " "
                        + (Runtime.getRuntime().maxMemory() >> 20 < 257))
            .image(odd)
            .memory("256Mi");
    assertThat(seen.remote()).isEqualTo("kept null true");
    assertThat(
            TestEngine.docker(
                "ps", "--filter", "label=dev.openmodal.app=odd-images", "--format", "{{.Status}}"))
        .doesNotContain("health");
    Commands.printed("stop", "odd-images");
    await()
        .untilAsserted(
            () ->
                assertThat(TestEngine.docker("volume", "ls", "-q").split("\n").length)
                    .as("volumes")
                    .isLessThanOrEqualTo(before + 3)); // those that are shared
  }

  @Test
  void whereItsTemporaryFolderIsNotForAllAUserNeedsAnotherImage() throws Exception {
    RemoteFunction0<String> writes =
        app.function(() -> Files.readString(Files.writeString(Path.of("/tmp/note"), "noted")));
    RemoteFunction0<String> without = writes.image(made("rmdir /tmp"));
    assertThat(without.remote()).isEqualTo("noted");
    Throwable refused = catchThrowable(() -> without.user("1234:1234").remote());
    MetErrors.areShown(
        "An image whose temporary folder is not for all", String.valueOf(refused.getMessage()));
    assertThatThrownBy(
            () -> writes.env("X", "2").image(made("chmod 755 /tmp", "USER nobody")).remote())
        .hasMessageContaining("the user nobody");
  }

  /** Only the library's own run may write to the archive that all containers read. */
  @Test
  void anOptionOfTheUserGivesNoRights() {
    assertThat(
            app.function(
                    () ->
                        Files.readString(Path.of("/proc/self/status")).contains("Uid:\t1234")
                            + " "
                            + Files.exists(Path.of("/opt/openmodal/archive")))
                .user("1234:1234")
                .jvmOptions("-XX:ArchiveClassesAtExit=/opt/openmodal/archive/mine.jsa")
                .remote())
        .isEqualTo("true false");
  }

  /** As by docker volume rm: it is made again. */
  @Test
  void aVolumeThatIsRemovedUnderASessionIsMadeAgain() throws Exception {
    RemoteFunction0<Integer> works = app.function(() -> 42);
    assertThat(works.remote()).isEqualTo(42);
    Commands.printed("stop");
    String all = TestEngine.docker("volume", "ls", "-q", "--filter", "name=openmodal-agent-");
    for (String volume : all.split("\n")) {
      await()
          .ignoreExceptions()
          .until(() -> TestEngine.docker("volume", "rm", volume).equals(volume));
    }
    assertThat(works.remote()).isEqualTo(42);
  }
}
