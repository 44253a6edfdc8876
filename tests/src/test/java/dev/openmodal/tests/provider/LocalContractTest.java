package dev.openmodal.tests.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.RemoteFunction0;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  @Override
  boolean runsContainers() {
    return true;
  }
}
