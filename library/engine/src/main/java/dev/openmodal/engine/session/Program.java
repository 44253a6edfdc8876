package dev.openmodal.engine.session;

import java.nio.file.Path;

/** What people would call the program that this JVM runs. */
public final class Program {
  private Program() {}

  /** {@code jshell}, {@code jjava}, a main class without its package. */
  public static String name() {
    if (JShell.isRemoteVm() || JShell.isTool()) {
      return "jshell";
    }
    String main = System.getProperty("sun.java.command", "java").split(" ", 2)[0];
    if (main.endsWith(".jar")) {
      String jar = String.valueOf(Path.of(main).getFileName());
      return jar.substring(0, jar.length() - ".jar".length());
    }
    return main.substring(main.lastIndexOf('.') + 1);
  }
}
