package dev.openmodal.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** What this client writes on everything that it makes at an Engine. */
final class Labels {
  static final String APP = "dev.openmodal.app";
  static final String CLIENT = "dev.openmodal.client";

  /** On which machine, and among which processes of it, the client's number means something. */
  static final String PROCESSES = "dev.openmodal.processes";

  private static final String VOLUME = "dev.openmodal.volume";

  private static final String THIS_CLIENT =
      ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);

  private static final String PROCESSES_HERE = here();

  private Labels() {}

  /** The value of {@link #PROCESSES} for this JVM; empty where the system does not say. */
  static String processes() {
    return PROCESSES_HERE;
  }

  private static String here() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return "";
    }
  }

  /** The value of {@link #CLIENT} for this JVM. */
  static String client() {
    return THIS_CLIENT;
  }

  static Map<String, String> ofContainer(String app) {
    return Map.of(APP, app, CLIENT, THIS_CLIENT, PROCESSES, PROCESSES_HERE);
  }

  static Map<String, String> ofVolume() {
    return Map.of(VOLUME, "shared");
  }
}
