package dev.openmodal.wire.tls;

import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps netty to Java's own sockets and TLS. Otherwise it unpacks native libraries into the
 * temporary folder of each JVM, which newer Javas warn about on the user's screen. Netty asks for
 * system properties once; the user's properties are as before afterwards.
 */
final class PlainNetty {
  private static final List<String> PROPERTIES =
      List.of(
          "io.grpc.netty.shaded.io.netty.transport.noNative",
          "io.grpc.netty.shaded.io.netty.handler.ssl.noOpenSsl");
  private static boolean done;

  private PlainNetty() {}

  /** Is called where an identity is made: nobody touches netty before it has one. */
  static synchronized void ensure() {
    if (done) {
      return;
    }
    Map<String, String> before = new HashMap<>();
    for (String property : PROPERTIES) {
      String value = System.setProperty(property, "true");
      if (value != null) {
        before.put(property, value);
      }
    }
    try {
      done = !Epoll.isAvailable() && !OpenSsl.isAvailable(); // initializes both
    } finally {
      for (String property : PROPERTIES) {
        String value = before.get(property);
        if (value == null) {
          System.clearProperty(property);
        } else {
          System.setProperty(property, value);
        }
      }
    }
    done = true;
  }
}
