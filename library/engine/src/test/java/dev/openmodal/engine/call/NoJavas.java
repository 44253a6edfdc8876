package dev.openmodal.engine.call;

import dev.openmodal.engine.jdk.JavaVersions;
import java.nio.file.Path;

/** No Java but this one. */
final class NoJavas {
  static final JavaVersions NONE =
      new JavaVersions(
          Path.of("nowhere"),
          () -> {
            throw new AssertionError("no other Java is asked for");
          },
          line -> {});

  private NoJavas() {}
}
