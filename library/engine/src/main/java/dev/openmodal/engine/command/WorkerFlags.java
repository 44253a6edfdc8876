package dev.openmodal.engine.command;

import dev.openmodal.App;
import dev.openmodal.Image;
import dev.openmodal.OpenModal;
import dev.openmodal.RemoteFunction0;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What can be said about the worker of whatever is run on one: a cell, a program. */
final class WorkerFlags {
  @Mixin ProviderFlags provider = new ProviderFlags();

  @Option(
      names = "--image",
      paramLabel = "NAME",
      description = "What its container starts from, where it has one.")
  @Nullable String image;

  @Option(names = "--cpu", paramLabel = "CPUS", description = "How many processors it counts on.")
  @Nullable Double cpu;

  @Option(names = "--memory", paramLabel = "SIZE", description = "Such as 512Mi or 2Gi.")
  @Nullable String memory;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Times.class,
      description = "How long it may run, such as 90s, 5m or 2h.")
  @Nullable Duration timeout;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      converter = Variables.class,
      description = "Once for each variable.")
  List<Map.Entry<String, String>> env = List.of();

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description = "Once for each, such as -Dx=1.")
  List<String> jvmOptions = List.of();

  @Option(names = "--java-home", paramLabel = "FOLDER", description = "The Java of its worker.")
  @Nullable Path javaHome;

  @Option(
      names = "--java",
      paramLabel = "VERSION",
      description = "Which Java, such as 25, from where the setting java says.")
  @Nullable Integer java;

  /** The app of that name, where it runs. */
  App app(String name) {
    App app = OpenModal.app(name);
    return provider.name().map(app::provider).orElse(app);
  }

  /** The code with these options. */
  <R extends @Nullable Object> RemoteFunction0<R> on(RemoteFunction0<R> code) {
    RemoteFunction0<R> function = code;
    function = image == null ? function : function.image(Image.from(image));
    function = cpu == null ? function : function.cpu(cpu);
    function = memory == null ? function : function.memory(memory);
    function = timeout == null ? function : function.timeout(timeout);
    function = javaHome == null ? function : function.javaHome(javaHome);
    function = java == null ? function : function.java(java);
    function =
        jvmOptions.isEmpty() ? function : function.jvmOptions(jvmOptions.toArray(new String[0]));
    for (Map.Entry<String, String> variable : env) {
      function = function.env(variable.getKey(), variable.getValue());
    }
    return function;
  }

  /** What the environment is given. */
  static final class Variables implements CommandLine.ITypeConverter<Map.Entry<String, String>> {
    @Override
    public Map.Entry<String, String> convert(String text) {
      int sign = text.indexOf('=');
      if (sign < 1) {
        throw new CommandLine.TypeConversionException("'" + text + "' is no NAME=VALUE");
      }
      return Map.entry(text.substring(0, sign), text.substring(sign + 1));
    }
  }

  /** Durations as people write them: {@code 90s}, {@code 5m}, {@code 2h}, {@code 1h30m}. */
  static final class Times implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Duration.parse("PT" + text.strip());
      } catch (java.time.format.DateTimeParseException e) {
        throw new CommandLine.TypeConversionException(
            "'" + text + "' is no time such as 90s, 5m or 2h");
      }
    }
  }
}
