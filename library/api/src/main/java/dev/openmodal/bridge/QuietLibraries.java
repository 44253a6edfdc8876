package dev.openmodal.bridge;

import java.lang.reflect.Method;
import java.util.Map;

/**
 * What our libraries are told before the first of them is loaded, so that none prints a warning on
 * the user's screen, unpacks native code into the temporary folder, or starts the flight recorder.
 */
final class QuietLibraries {
  private static final String NETTY = "io.grpc.netty.shaded.io.netty.";

  /**
   * Java's own sockets and TLS are used; Java 24 and later warn of native code. Netty's events for
   * the flight recorder cost a JVM 0.1 s of CPU at its first buffer.
   */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "transport.noNative", "true",
          "handler.ssl.noOpenSsl", "true",
          "jfr.enabled", "false");

  private QuietLibraries() {}

  static void prepare() {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(NETTY + name) == null) {
            System.setProperty(NETTY + name, value);
          }
        });
    if (Runtime.version().feature() >= 24) {
      warnOfUnsafeNoMore();
    }
  }

  /**
   * Java 24 and later warn once of the first use of sun.misc.Unsafe, which protobuf cannot do
   * without. Its package is open, so it can be told that it has warned already.
   */
  private static void warnOfUnsafeNoMore() {
    try {
      Method warned =
          Class.forName("sun.misc.Unsafe").getDeclaredMethod("trySetMemoryAccessWarned");
      warned.setAccessible(true);
      warned.invoke(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // it warns, or there is nothing to warn of
    }
  }
}
