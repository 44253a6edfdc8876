package dev.openmodal.engine.environment;

import java.nio.file.Path;
import java.util.List;

/**
 * A class path by content.
 *
 * @param id the hash of all entries in their order
 * @param entries the jars, in their order; a class folder is a jar made of it
 */
public record Environment(String id, List<Entry> entries) {
  /**
   * One jar.
   *
   * @param sha256 the hash of its bytes, in hexadecimal digits
   * @param name the name of its file or folder
   * @param file where its bytes are
   */
  public record Entry(String sha256, String name, Path file) {}
}
