package dev.openmodal.engine.session;

/** How jshell and the kernels built on it are told from other programs. */
final class JShell {
  private static final String REMOTE_VM = "jdk.jshell.execution.RemoteExecutionControl";

  private JShell() {}

  /** Whether this JVM only runs the snippets of a jshell in another one. */
  static boolean isRemoteVm() {
    return System.getProperty("sun.java.command", "").startsWith(REMOTE_VM);
  }

  /** Whether this JVM is the jshell tool, which runs snippets itself. */
  static boolean isTool() {
    return System.getProperty("sun.java.command", "").startsWith("jdk.jshell/");
  }

  /** Whether the code was typed as a snippet. */
  static boolean isSnippet(Object code) {
    return code.getClass().getName().startsWith("REPL.");
  }
}
