package dev.openmodal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AuthConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class RegistryCredentialsTest {
  @TempDir private Path folder;

  private RegistryCredentials with(String config) throws Exception {
    Files.writeString(folder.resolve("config.json"), config);
    Path helper =
        Files.writeString(
            folder.resolve("helper-mine"),
            """
            #!/bin/sh
            read server
            case $server in
              token.example) echo '{"Username":"<token>","Secret":"t0k3n"}' ;;
              *.example) echo "{\\"Username\\":\\"me at $server\\",\\"Secret\\":\\"pass\\"}" ;;
              *) echo "credentials not found in native keychain"; exit 1 ;;
            esac
            """);
    assertThat(helper.toFile().setExecutable(true)).isTrue();
    return new RegistryCredentials(folder, folder.resolve("helper-").toString());
  }

  @Test
  void theHelperOfARegistryIsAskedBeforeTheOneForAll() throws Exception {
    RegistryCredentials credentials =
        with("{\"credsStore\": \"missing\", \"credHelpers\": {\"a.example\": \"mine\"}}");
    AuthConfig found = credentials.of("a.example").orElseThrow();
    assertThat(found.getUsername()).isEqualTo("me at a.example");
    assertThat(found.getPassword()).isEqualTo("pass");
    assertThat(credentials.of("b.example")).isEmpty();
  }

  @Test
  void aTokenIsOne() throws Exception {
    AuthConfig found = with("{\"credsStore\": \"mine\"}").of("token.example").orElseThrow();
    assertThat(found.getIdentitytoken()).isEqualTo("t0k3n");
    assertThat(found.getUsername()).isNull();
  }

  @Test
  void whereNothingIsKnownTheRegistryIsAskedWithout() throws Exception {
    assertThat(with("{\"credsStore\": \"mine\"}").of("")).isEmpty();
    assertThat(with("{}").of("a.example")).isEmpty();
    assertThat(with("no json").of("a.example")).isEmpty();
    Files.delete(folder.resolve("config.json"));
    assertThat(new RegistryCredentials(folder, "x").of("a.example")).isEmpty();
  }
}
