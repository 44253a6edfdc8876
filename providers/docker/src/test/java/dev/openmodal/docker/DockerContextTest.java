package dev.openmodal.docker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerContextTest {
  @TempDir private Path settings;

  private void check(Map<String, String> environment) {
    DockerContext.check(environment, settings);
  }

  @Test
  void aContextThatThereIsNotIsRefused() throws Exception {
    assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    assertThatCode(() -> check(Map.of("DOCKER_CONTEXT", "default"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(Map.of("DOCKER_CONTEXT", "mine")))
        .hasMessageContaining("DOCKER_CONTEXT names the docker context 'mine'")
        .hasMessageContaining("docker context ls");
    Files.writeString(settings.resolve("config.json"), "{\"currentContext\": \"mine\"}");
    assertThatThrownBy(() -> check(Map.of())).hasMessageContaining("config.json");
    assertThatCode(() -> check(Map.of("DOCKER_HOST", "unix:///x"))).doesNotThrowAnyException();
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    String folder = HexFormat.of().formatHex(sha.digest(new byte[] {'m', 'i', 'n', 'e'}));
    Path meta = Files.createDirectories(settings.resolve("contexts/meta").resolve(folder));
    Files.writeString(meta.resolve("meta.json"), "{}");
    assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
  }

  @Test
  void tlsWithoutCertificatesIsRefused() throws Exception {
    Map<String, String> environment =
        Map.of(
            "DOCKER_HOST",
            "tcp://127.0.0.1:2376",
            "DOCKER_TLS_VERIFY",
            "1",
            "DOCKER_CERT_PATH",
            settings.toString());
    assertThatThrownBy(() -> check(environment)).hasMessageContaining("ca.pem cannot be read");
    for (String file : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
      Files.createFile(settings.resolve(file));
    }
    assertThatCode(() -> check(environment)).doesNotThrowAnyException();
  }
}
