package dev.openmodal.agent;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * System properties that hold while the server starts, before there is user code to see them.
 *
 * <p>Netty's libraries in C are not needed and would be unpacked to the temporary folder. Netty
 * also makes a TLS context with the authorities that Java trusts, only to ask it for its protocols;
 * to load them takes a quarter of a worker's start.
 */
final class StartSettings implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "io.grpc.netty.shaded.io.netty.transport.noNative", "true",
          "io.grpc.netty.shaded.io.netty.handler.ssl.noOpenSsl", "true",
          "javax.net.ssl.trustStore", "NONE");

  private final Map<String, @Nullable String> before = new HashMap<>();

  StartSettings() {
    SETTINGS.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
