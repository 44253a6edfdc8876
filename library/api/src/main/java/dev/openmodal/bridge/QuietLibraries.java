package dev.openmodal.bridge;

import java.lang.reflect.Method;

/**
 * What our libraries are told before the first of them is loaded, so that none prints a warning on
 * the user's screen or unpacks native code into the temporary folder.
 */
final class QuietLibraries {
  private static final String NETTY = "io.grpc.netty.shaded.io.netty.";

  private QuietLibraries() {}

  static void prepare() {
    // Java's own sockets and TLS are used; Java 24 and later warn of native code.
    for (String name : new String[] {"transport.noNative", "handler.ssl.noOpenSsl"}) {
      if (System.getProperty(NETTY + name) == null) {
        System.setProperty(NETTY + name, "true");
      }
    }
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
