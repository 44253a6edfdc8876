package dev.openmodal.engine.session;

import java.nio.file.Path;

/** What people would call the program that this JVM runs. */
public final class Program {
  private Program() {}

  /** {@code jshell}, a main class without its package, or the name of a jar. */
  public static String name() {
    if (JShell.isRemoteVm() || JShell.isTool()) {
      return "jshell";
    }
    String main = System.getProperty("sun.java.command", "java").split(" ", 2)[0];
    if (main.endsWith(".jar")) {
      return String.valueOf(Path.of(main).getFileName());
    }
    return main.substring(main.lastIndexOf('.') + 1);
  }
}
