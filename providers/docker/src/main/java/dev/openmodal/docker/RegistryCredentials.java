package dev.openmodal.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who this user is at a registry, as {@code docker login} has left it with a credential helper: a
 * program that keeps passwords in the system's own store. What lies in {@code config.json} itself
 * the client library reads.
 */
final class RegistryCredentials {
  private static final String DOCKERS_OWN = "https://index.docker.io/v1/";
  private static final String IS_TOKEN = "<token>";

  private final Path config;
  private final String helpers;

  /**
   * @param folder that of docker's {@code config.json}
   * @param helpers how the names of helpers begin
   */
  RegistryCredentials(Path folder, String helpers) {
    this.config = folder.resolve("config.json");
    this.helpers = helpers;
  }

  /**
   * What the helper for that registry says; empty where there is none, or it knows nothing.
   *
   * @param registry its host; empty for Docker's own
   */
  Optional<AuthConfig> of(String registry) {
    try {
      if (!Files.isReadable(config)) {
        return Optional.empty();
      }
      JsonNode json = new ObjectMapper().readTree(config.toFile());
      String server = registry.isEmpty() ? DOCKERS_OWN : registry;
      String helper =
          json.path("credHelpers").path(server).asText(json.path("credsStore").asText());
      return helper.isEmpty() ? Optional.empty() : ask(helpers + helper, server);
    } catch (IOException e) {
      return Optional.empty(); // the registry says what it misses
    }
  }

  private static Optional<AuthConfig> ask(String helper, String server) throws IOException {
    Process process =
        new ProcessBuilder(List.of(helper, "get"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write(server.getBytes(StandardCharsets.UTF_8));
      }
      byte[] answer = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        return Optional.empty();
      }
      JsonNode json = new ObjectMapper().readTree(answer);
      String user = json.path("Username").asText();
      AuthConfig found = new AuthConfig().withRegistryAddress(server);
      return Optional.of(
          user.equals(IS_TOKEN)
              ? found.withIdentityToken(json.path("Secret").asText())
              : found.withUsername(user).withPassword(json.path("Secret").asText()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }
}
