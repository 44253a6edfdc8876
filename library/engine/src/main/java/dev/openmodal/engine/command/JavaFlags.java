package dev.openmodal.engine.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With which Java, and with what beside this library, a program for snippets is opened. */
final class JavaFlags {
  @Option(
      names = {"--class-path", "-cp"},
      paramLabel = "PATH",
      description = "Jars and class folders of yours, beside this library.")
  @Nullable String classPath;

  @Option(
      names = "--java",
      paramLabel = "HOME",
      description = "The folder of the JDK to use. Default: the one that runs this command.")
  @Nullable Path javaHome;

  /** That Java; throws where it has no jshell. */
  ShellJava java() {
    return ShellJava.in(Optional.ofNullable(javaHome));
  }
}
