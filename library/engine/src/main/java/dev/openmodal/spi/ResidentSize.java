package dev.openmodal.spi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How much memory a process has, as the system counts it. */
public final class ResidentSize {
  private static final boolean HAS_PROC = Files.isReadable(Path.of("/proc/self/status"));

  private ResidentSize() {}

  /**
   * The size in bytes; empty if the process has ended or the system does not say.
   *
   * @param pid as this machine's system counts processes
   */
  public static OptionalLong ofProcess(long pid) {
    try {
      return HAS_PROC ? fromStatus(pid) : fromPs(pid);
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** From VmRSS rather than statm, which counts in pages of a size that Java does not know. */
  private static OptionalLong fromStatus(long pid) throws IOException {
    for (String line :
        Files.readAllLines(
            Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("VmRSS:")) {
        return OptionalLong.of(kibibytes(line.substring("VmRSS:".length()).replace("kB", "")));
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong fromPs(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    try {
      String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      ps.waitFor(1, TimeUnit.SECONDS);
      return answer.isBlank() ? OptionalLong.empty() : OptionalLong.of(kibibytes(answer));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    } finally {
      ps.destroyForcibly();
    }
  }

  private static long kibibytes(String text) {
    return Long.parseLong(text.strip()) * 1024;
  }
}
