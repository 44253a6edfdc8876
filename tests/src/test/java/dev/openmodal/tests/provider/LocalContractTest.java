package dev.openmodal.tests.provider;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteFunction0;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of a Docker Engine. */
@Isolated // it looks at what is printed
class LocalContractTest extends ProviderContract {
  LocalContractTest() {
    super("local");
  }

  @BeforeAll
  static void needsAnEngine() {
    TestEngine.assumeThere();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bookworm-certificates",
        "trixie-minbase",
        "trixie-certificates",
        "bookworm-fonts"
      })
  void anyBaseImageWithGlibcWillDo(String image) {
    List<String> seen =
        app.function(
                () -> {
                  TrustManagerFactory factory =
                      TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                  factory.init((KeyStore) null);
                  X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
                  return List.of(
                      Files.readString(Path.of("/etc/os-release")),
                      Boolean.toString(Files.exists(Path.of("/etc/ssl/certs/ca-certificates.crt"))),
                      Boolean.toString(manager.getAcceptedIssuers().length > 20));
                })
            .image(TestEngine.image(image))
            .remote();
    assertThat(seen.get(0)).contains(image.substring(0, image.indexOf('-')));
    assertThat(seen.get(1)).isEqualTo(Boolean.toString(image.endsWith("-certificates")));
    assertThat(seen.get(2)).as("Java trusts by its own files").isEqualTo("true");
  }

  /** New and edited lambdas, classes and values go to the worker that is there. */
  @Test
  void anEditedLambdaCausesNoBuildAndNoPull() throws Exception {
    app.function(() -> 0).remote();
    String since = TestEngine.docker("info", "--format", "{{.SystemTime}}");
    List<Integer> results = new ArrayList<>();
    for (RemoteFunction0<Integer> edit :
        List.<RemoteFunction0<Integer>>of(
            app.function(() -> 1),
            app.function(() -> List.of(1, 2).size()),
            app.function(() -> new ArrayList<>(List.of(1, 2, 3)).size()))) {
      results.add(edit.remote());
    }
    assertThat(results).containsExactly(1, 2, 3);
    String until = TestEngine.docker("info", "--format", "{{.SystemTime}}");
    String events =
        TestEngine.docker(
            "events", "--since", since, "--until", until, "--format", "{{.Type}} {{.Action}}");
    assertThat(events.lines().filter(event -> event.matches("(image|builder|plugin) .*")))
        .isEmpty();
    assertThat(events).as("no container was made for them").doesNotContain("container create");
  }

  /**
   * What {@code clean} frees at the Engine, it shows first, and a session that runs is not hurt.
   */
  @Test
  void whatContainersShareCanBeCleaned() {
    App own = app("contract-clean").provider("local");
    RemoteFunction0<Integer> works = own.function(() -> 42);
    assertThat(works.remote()).isEqualTo(42);
    assertThat(Commands.printed("clean"))
        .containsPattern("Java for containers .* in use +docker volume openmodal-java-")
        .containsPattern("jars of a build for containers .* in use");
    Commands.printed("stop");
    await()
        .until(
            () ->
                TestEngine.docker("ps", "-a", "--format", "{{.Labels}}")
                    .lines()
                    .noneMatch(labels -> labels.contains("dev.openmodal.app=contract-")));
    assertThat(Commands.printed("clean", "--yes")).contains("freed");
    // Of this Engine's other users some may be in use.
    assertThat(Commands.printed("clean", "--dry-run"))
        .doesNotContainPattern("can go +docker volume");
    assertThat(works.remote()).isEqualTo(42);
  }

  @Test
  void nothingOfThisMachineIsThere(@TempDir Path here) throws Exception {
    String file = Files.writeString(here.resolve("mine"), "mine").toString();
    List<String> seen =
        app.function(
                () ->
                    List.of(
                        Boolean.toString(Files.exists(Path.of(file))),
                        Path.of("").toAbsolutePath().toString(),
                        System.getProperty("java.io.tmpdir"),
                        Long.toString(ProcessHandle.current().pid()),
                        String.valueOf(System.getenv("LOGNAME"))))
            .remote();
    assertThat(seen).containsExactly("false", "/tmp", "/tmp", "1", "null");
  }

  /** They are kept once at the Engine, and no container is sent its own. */
  @Test
  void jarsOfTheClassPathComeFromAVolume() {
    RemoteFunction0<String> where =
        app.function(
            () -> {
              Path jar =
                  Path.of(Parser.class.getProtectionDomain().getCodeSource().getLocation().toURI());
              return jar + " " + Files.isWritable(jar);
            });
    assertThat(List.of(where.remote(), where.env("ANOTHER", "container").remote()))
        .allSatisfy(
            jar -> assertThat(jar).matches("/opt/openmodal/jars/[0-9a-f]{64}/.*[.]jar false"));
  }

  /** As {@code ps} and {@code top} show it. */
  @Test
  void whatAContainerTakesIsKnown() {
    RemoteCall<Integer> spins =
        app.function(
                () -> {
                  long end = System.nanoTime() + 60_000_000_000L;
                  while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                  }
                  return 1;
                })
            .spawn();
    try {
      await()
          .untilAsserted(
              () ->
                  assertThat(Commands.printed("top"))
                      .containsPattern(
                          "container openmodal-contract-local-\\w+ +contract-local +busy .* [1-9][0-9]* % +[0-9]+ MiB"));
    } finally {
      spins.cancel();
    }
  }

  @Override
  boolean runsContainers() {
    return true;
  }
}
