package dev.openmodal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineAddressTest {
  @AfterEach
  void forget() {
    System.clearProperty("DOCKER_HOST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unix:///var/run/docker.sock",
        "npipe:////./pipe/docker_engine",
        "tcp://127.0.0.1:2375",
        "tcp://localhost:2376"
      })
  void anEngineOfThisMachineIsTaken(String address) {
    assertThatCode(() -> EngineAddress.check(URI.create(address))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://192.0.2.1:2376, on another machine",
    "ssh://me@example.com, behind ssh",
    "http://127.0.0.1:2375, docker writes tcp:",
    "ftp://127.0.0.1, no such kind",
    "nonsense, no such kind"
  })
  void anotherOneIsRefusedSayingWhy(String address, String why) {
    OpenModalException error =
        catchThrowableOfType(
            OpenModalException.class, () -> EngineAddress.check(URI.create(address)));
    assertThat(error.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
    assertThat(error).hasMessageContaining(address).hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "unix:///nothing/docker.sock, sudo systemctl start docker",
    "tcp://127.0.0.1:9, correct DOCKER_HOST"
  })
  void anEngineThatDoesNotAnswerIsNamedWithWhatToDo(String address, String advice) {
    System.setProperty("DOCKER_HOST", address);
    OpenModalException error =
        catchThrowableOfType(OpenModalException.class, DockerEngine::connect);
    assertThat(error.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
    assertThat(error)
        .hasMessageContaining("No Docker Engine answers at " + address)
        .hasMessageContaining(advice)
        .hasMessageContaining("OPENMODAL_PROVIDER=process");
  }
}
