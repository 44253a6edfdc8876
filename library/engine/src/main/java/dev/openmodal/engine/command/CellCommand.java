package dev.openmodal.engine.command;

import dev.openmodal.Fn0;
import dev.openmodal.OpenModal;
import dev.openmodal.RemoteFunction0;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code %%openmodal}: what can be said about the worker of a whole cell. */
@Command(
    name = "%%openmodal",
    description = "Runs the cell below it on a worker.",
    sortOptions = false)
public final class CellCommand {
  @Option(
      names = "--app",
      paramLabel = "NAME",
      defaultValue = "notebook",
      description = "Of which app its worker is; ${DEFAULT-VALUE} by default.")
  String app = "notebook";

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
      names = "--scaledown-window",
      paramLabel = "TIME",
      converter = Times.class,
      description = "How long its worker stays warm.")
  @Nullable Duration scaledownWindow;

  @Option(names = "--capture-limit", paramLabel = "SIZE", description = "Of its variables.")
  @Nullable String captureLimit;

  private CellCommand() {}

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Prints this; the cell does not run.")
  boolean wantsHelp;

  /**
   * Looks at the options before anything of the cell runs.
   *
   * @return whether the cell is to run: not where it asks for help, which is printed
   * @throws IllegalArgumentException for what is not understood
   * @throws dev.openmodal.OpenModalException for a value that an option cannot have
   */
  public static boolean begin(String... options) {
    CellCommand cell = parse(options);
    if (cell.wantsHelp) {
      System.out.println(commandLine().getUsageMessage().stripTrailing());
      return false;
    }
    RemoteFunction0<?> unused = cell.function(() -> 0); // refuses what they cannot be
    return true;
  }

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException for what is not understood
   */
  public static CellCommand parse(String... options) {
    CommandLine line = commandLine();
    try {
      line.parseArgs(options);
      return line.getCommand();
    } catch (ParameterException e) {
      IllegalArgumentException error =
          new IllegalArgumentException(
              Misread.sentence(e) + System.lineSeparator() + hint(line.getCommandSpec()));
      error.setStackTrace(new StackTraceElement[0]); // none of it is the user's
      throw error;
    }
  }

  private static String hint(CommandSpec spec) {
    return "Options: "
        + spec.options().stream()
            .map(option -> option.longestName())
            .collect(Collectors.joining(", "))
        + ".";
  }

  /** Of none yet. */
  static CommandLine commandLine() {
    return Misread.inPlainWords(new CommandLine(new CellCommand()));
  }

  /** The code with these options. */
  public <R extends @Nullable Object> RemoteFunction0<R> function(Fn0<R> code) {
    RemoteFunction0<R> function = OpenModal.app(app).function(code);
    function = cpu == null ? function : function.cpu(cpu);
    function = memory == null ? function : function.memory(memory);
    function = timeout == null ? function : function.timeout(timeout);
    function = javaHome == null ? function : function.javaHome(javaHome);
    function = captureLimit == null ? function : function.captureLimit(captureLimit);
    function = scaledownWindow == null ? function : function.scaledownWindow(scaledownWindow);
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
