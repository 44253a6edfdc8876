package dev.openmodal.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.openmodal.OpenModalException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The Docker Engine that this client talks to: the one of {@code DOCKER_HOST}, else of the current
 * docker context, else of the default socket.
 */
final class DockerEngine implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final URI address;
  private final Path settings;
  private final DockerHttpClient http;
  private final DockerClient client;
  private final Info info;

  private DockerEngine(
      URI address, Path settings, DockerHttpClient http, DockerClient client, Info info) {
    this.address = address;
    this.settings = settings;
    this.http = http;
    this.client = client;
    this.info = info;
  }

  /**
   * Connects.
   *
   * @throws dev.openmodal.OpenModalException with {@code PROVIDER_UNREACHABLE} where no Engine
   *     answers, or one that is not on this machine is named
   */
  static DockerEngine connect() {
    DefaultDockerClientConfig config;
    URI address;
    ApacheDockerHttpClient http;
    try {
      config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
      address = config.getDockerHost();
      DockerContext.check(System.getenv(), Path.of(String.valueOf(config.getDockerConfigPath())));
      EngineAddress.check(address);
      http =
          new ApacheDockerHttpClient.Builder()
              .dockerHost(address)
              .sslConfig(config.getSSLConfig())
              .maxConnections(Integer.MAX_VALUE)
              .connectionTimeout(CONNECT)
              .build();
    } catch (OpenModalException known) {
      throw known;
    } catch (RuntimeException | LinkageError e) {
      throw EngineFailure.badSettings(e);
    }
    DockerClient client = DockerClientImpl.getInstance(config, http);
    try {
      return new DockerEngine(
          address,
          Path.of(String.valueOf(config.getDockerConfigPath())),
          http,
          client,
          client.infoCmd().exec());
    } catch (RuntimeException e) {
      close(client);
      throw EngineFailure.notReached(address, e);
    }
  }

  DockerClient client() {
    return client;
  }

  /** What it answers to a request that the client library does not know. */
  JsonNode get(String path) throws IOException {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path(path)
            .build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      if (response.getStatusCode() != OK) {
        throw new IOException(path + " is answered by " + response.getStatusCode());
      }
      return new ObjectMapper().readTree(response.getBody());
    }
  }

  /** Where it is, such as {@code unix:///var/run/docker.sock}. */
  URI address() {
    return address;
  }

  /** The folder of the docker client's settings. */
  Path settings() {
    return settings;
  }

  /** What it said of itself. */
  Info info() {
    return info;
  }

  /** Whether its containers are processes of this machine's own kernel, and see its folders. */
  boolean sharesKernel() {
    return "unix".equals(address.getScheme())
        && System.getProperty("os.name").equals("Linux")
        && !String.valueOf(info.getOperatingSystem()).contains("Docker Desktop");
  }

  @Override
  public void close() {
    close(client);
  }

  private static void close(DockerClient client) {
    try {
      client.close();
    } catch (IOException e) {
      // nothing of it is used any more
    }
  }
}
