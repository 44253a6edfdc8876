package dev.openmodal.engine.client;

import java.time.Instant;

/**
 * One client, as people ask about it.
 *
 * @param pid of its JVM
 * @param program such as {@code jshell}, {@code JJava} or a main class
 * @param folder the one that it was started in
 * @param started when its JVM was
 * @param version of this library there
 */
public record ClientState(
    long pid, String program, String folder, Instant started, String version) {
  /** {@code pid 4711 (jshell)}. */
  public String name() {
    return "pid " + pid + " (" + program + ")";
  }
}
