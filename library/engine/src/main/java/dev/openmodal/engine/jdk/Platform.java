package dev.openmodal.engine.jdk;

import java.util.Locale;

/**
 * For which machines a Java is.
 *
 * @param os {@code linux}, {@code mac} or {@code windows}
 * @param arch {@code x64}, {@code aarch64} or what the system calls it
 */
public record Platform(String os, String arch) {
  /** That of this machine. */
  public static Platform here() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return new Platform(
        os.startsWith("mac") ? "mac" : os.startsWith("windows") ? "windows" : "linux",
        arch(System.getProperty("os.arch")));
  }

  /**
   * As images name it.
   *
   * @param name such as {@code linux/amd64}
   */
  public static Platform of(String name) {
    int slash = name.indexOf('/');
    return new Platform(name.substring(0, slash), arch(name.substring(slash + 1)));
  }

  private static String arch(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> "x64";
      case "arm64" -> "aarch64";
      default -> name;
    };
  }

  @Override
  public String toString() {
    return os + "/" + arch;
  }
}
