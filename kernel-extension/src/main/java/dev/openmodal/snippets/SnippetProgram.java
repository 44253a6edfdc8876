package dev.openmodal.snippets;

/**
 * The program that {@code openmodal run FILE.jsh} launches: evaluates the file's snippets one after
 * the other in a JShell of this JVM. The first that fails ends it.
 */
public final class SnippetProgram {
  private static final String MODULE = "jdk.jshell";

  private SnippetProgram() {}

  /**
   * Runs the file.
   *
   * @param arguments how the file is named, its text, the function to be called afterwards (empty:
   *     none), then the program's own
   */
  public static void main(String[] arguments) {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      System.err.println(
          "openmodal: the Java of the worker ("
              + System.getProperty("java.home")
              + ", "
              + Runtime.version()
              + ") lacks the module "
              + MODULE
              + ", by which snippets are run: give it a whole JDK in place of a JRE, or run a"
              + " program in a FILE.java.");
      System.exit(1);
    }
    SnippetShell.run(arguments);
  }
}
