package dev.openmodal.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The settings by which the docker command finds its Engine, where the client library would go on
 * with others in place of those that are missing.
 */
final class DockerContext {
  private DockerContext() {}

  /**
   * Refuses a docker context that there is not, and TLS without certificates.
   *
   * @param environment the variables of this program
   * @param settings the folder of the docker command's settings
   * @throws OpenModalException with {@code SETUP}
   */
  static void check(Map<String, String> environment, Path settings) {
    if (!environment.getOrDefault("DOCKER_HOST", "").isBlank()) {
      checkTls(environment, settings);
      return;
    }
    String name = environment.getOrDefault("DOCKER_CONTEXT", "");
    String by = "DOCKER_CONTEXT";
    if (name.isBlank()) {
      name = current(settings.resolve("config.json"));
      by = "currentContext in " + settings.resolve("config.json");
    }
    if (!name.isBlank() && !name.equals("default") && !isThere(name, settings)) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          by
              + " names the docker context '"
              + name
              + "', which there is not. See docker context ls.");
    }
  }

  private static void checkTls(Map<String, String> environment, Path settings) {
    String isVerified = environment.getOrDefault("DOCKER_TLS_VERIFY", "");
    if (isVerified.isBlank() || isVerified.equals("0") || isVerified.equals("false")) {
      return;
    }
    Path folder = Path.of(environment.getOrDefault("DOCKER_CERT_PATH", settings.toString()));
    Stream.of("ca.pem", "cert.pem", "key.pem")
        .filter(file -> !Files.isReadable(folder.resolve(file)))
        .findFirst()
        .ifPresent(
            missing -> {
              throw new OpenModalException(
                  ErrorCode.SETUP,
                  "DOCKER_TLS_VERIFY asks for TLS, and "
                      + folder.resolve(missing)
                      + " cannot be read. Name the folder of the certificates by DOCKER_CERT_PATH.");
            });
  }

  private static String current(Path config) {
    try {
      return Files.isReadable(config)
          ? new ObjectMapper().readTree(config.toFile()).path("currentContext").asText()
          : "";
    } catch (IOException e) {
      return ""; // the client library says what is wrong with it
    }
  }

  /** Contexts are kept in folders that are named by the hash of their names. */
  private static boolean isThere(String name, Path settings) {
    byte[] hash = FileTree.sha256().digest(name.getBytes(StandardCharsets.UTF_8));
    return Files.exists(
        settings
            .resolve("contexts/meta")
            .resolve(HexFormat.of().formatHex(hash))
            .resolve("meta.json"));
  }
}
