package dev.openmodal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which build this is: a client and its workers are of one. */
public final class Build {
  private static final String CURRENT = read();

  private Build() {}

  /** The build's name, such as {@code 0.1.0}. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream in = Build.class.getResourceAsStream("build.txt")) {
      if (in == null) {
        throw new IllegalStateException("dev/openmodal/wire/build.txt is not in this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
