package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * What is done on a signal in place of what the JVM does. By reflection: the compiler warns of the
 * class that does it, and cannot be told not to.
 */
final class Signals {
  private Signals() {}

  /**
   * @param name such as {@code INT}
   * @param action runs on a thread of its own for each signal
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object doing =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, args) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), doing);
    } catch (InvocationTargetException e) {
      // The JVM keeps it for itself (-Xrs), or the system has none: it does what it does then.
    } catch (ReflectiveOperationException e) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          "This Java lacks the module jdk.unsupported, by which the signal "
              + name
              + " is handled. Use a complete JDK.",
          e);
    }
  }
}
