package dev.openmodal.docker;

import java.util.Map;
import java.util.UUID;

/** What this client writes on everything that it makes at an Engine. */
final class Labels {
  static final String APP = "dev.openmodal.app";
  static final String CLIENT = "dev.openmodal.client";
  private static final String VOLUME = "dev.openmodal.volume";

  private static final String THIS_CLIENT =
      ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);

  private Labels() {}

  /** The value of {@link #CLIENT} for this JVM. */
  static String client() {
    return THIS_CLIENT;
  }

  static Map<String, String> ofContainer(String app) {
    return Map.of(APP, app, CLIENT, THIS_CLIENT);
  }

  static Map<String, String> ofVolume() {
    return Map.of(VOLUME, "shared");
  }
}
