package dev.openmodal.engine.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code java} that {@code openmodal run} has, too. */
final class ProgramFlags {
  @Option(
      names = {"--class-path", "-cp", "-classpath"},
      paramLabel = "PATH",
      description = "Jars and class folders. Default: CLASSPATH, or the working folder.")
  @Nullable String classPath;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      mapFallbackValue = "",
      description = "A system property.")
  Map<String, String> properties = new LinkedHashMap<>();

  @Option(names = "--source", paramLabel = "VERSION", description = "That of the language.")
  @Nullable String source;

  @Option(names = "--enable-preview", description = "Allows preview features of this Java.")
  boolean preview;

  @Option(names = "--add-opens", paramLabel = "MODULE/PACKAGE=TARGET", description = "As of java.")
  List<String> opens = List.of();

  @Option(
      names = "--add-exports",
      paramLabel = "MODULE/PACKAGE=TARGET",
      description = "As of java.")
  List<String> exports = List.of();

  @Option(names = "--add-modules", paramLabel = "MODULES", description = "As of java.")
  List<String> modules = List.of();

  @Option(
      names = {"-ea", "-enableassertions"},
      description = "Enables assertions.")
  boolean assertions;

  /** Whether there is one that snippets cannot have. */
  boolean areForJava() {
    return source != null || preview || !forTheCompiler().isEmpty();
  }

  List<String> forTheCompiler() {
    List<String> options = new ArrayList<>();
    exports.forEach(value -> options.addAll(List.of("--add-exports", value)));
    modules.forEach(value -> options.addAll(List.of("--add-modules", value)));
    return options;
  }

  List<String> forTheJvm() {
    List<String> options = new ArrayList<>();
    properties.forEach(
        (name, value) -> options.add("-D" + name + (value.isEmpty() ? "" : "=" + value)));
    if (preview) {
      options.add("--enable-preview");
    }
    opens.forEach(value -> options.add("--add-opens=" + value));
    exports.forEach(value -> options.add("--add-exports=" + value));
    modules.forEach(value -> options.add("--add-modules=" + value));
    if (assertions) {
      options.add("-ea");
    }
    return options;
  }
}
