package dev.openmodal.engine.command;

import dev.openmodal.engine.setting.Setting;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Mixin ProviderFlags provider = new ProviderFlags();

  /** What the program's environment is to say, so that its calls run there. */
  Map<String, String> environment() {
    return provider.name().map(name -> Map.of(Setting.PROVIDER.variable(), name)).orElse(Map.of());
  }

  /** That Java; throws where it has no jshell. */
  ShellJava java() {
    return ShellJava.in(Optional.ofNullable(javaHome));
  }
}
