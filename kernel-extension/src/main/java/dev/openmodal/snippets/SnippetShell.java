package dev.openmodal.snippets;

import dev.openmodal.bridge.NamedFunction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.JShell;

/** Evaluates a file's snippets one after the other in a JShell of this JVM. */
final class SnippetShell {
  private SnippetShell() {}

  /**
   * Runs the file.
   *
   * @param arguments how the file is named, its text, the function to be called afterwards (empty:
   *     none), then the program's own
   */
  static void run(String[] arguments) {
    String name = arguments[0];
    String function = arguments[2];
    String[] own = Arrays.copyOfRange(arguments, 3, arguments.length);
    int exit;
    boolean isStopped;
    try (JShell shell =
        JShell.builder()
            .executionEngine(new OwnThreadEngine(), Map.of())
            .out(System.out)
            .err(System.err)
            .build()) {
      addClassPath(shell);
      SnippetRun run = new SnippetRun(shell, Path.of(name));
      exit = run.run(arguments[1], own, function.isEmpty()).orElse(0);
      isStopped = run.hasStopped();
      if (!run.hasStopped() && !function.isEmpty()) {
        Optional<Class<?>> owner = new DefinedMethods(shell).ownerOf(function);
        exit = owner.isPresent() ? NamedFunction.run(owner.get(), function, own) : 2;
      }
    }
    if (isStopped || exit != 0) {
      System.exit(exit); // whatever threads go on
    }
  }

  /** What this program was given of it. */
  private static void addClassPath(JShell shell) {
    for (ClassLoader loader = Thread.currentThread().getContextClassLoader();
        loader instanceof URLClassLoader withUrls;
        loader = loader.getParent()) {
      for (URL url : withUrls.getURLs()) {
        shell.addToClasspath(Path.of(java.net.URI.create(url.toString())).toString());
      }
    }
  }
}
