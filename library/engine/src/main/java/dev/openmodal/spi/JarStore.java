package dev.openmodal.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps jars of class paths where all instances of a provider see them, by their content: what is
 * there need not be sent to each of them.
 */
public interface JarStore {
  /**
   * One jar.
   *
   * @param sha256 the hash of its bytes, in hexadecimal digits
   * @param name of its file, by which people know it
   * @param file where its bytes are on this machine
   */
  record Jar(String sha256, String name, Path file) {}

  /**
   * Puts jars there that an instance has not found. One whose bytes are others by now is left out.
   *
   * @throws IOException if they cannot be kept there; they can be sent, then
   */
  void put(List<Jar> jars) throws IOException;
}
