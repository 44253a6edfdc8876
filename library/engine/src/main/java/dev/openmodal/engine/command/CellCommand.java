package dev.openmodal.engine.command;

import dev.openmodal.Fn0;
import dev.openmodal.RemoteFunction0;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin WorkerFlags worker = new WorkerFlags();

  @Option(
      names = "--scaledown-window",
      paramLabel = "TIME",
      converter = WorkerFlags.Times.class,
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
              Misread.sentence(e)
                  + System.lineSeparator()
                  + Misread.options(line.getCommandSpec()));
      error.setStackTrace(new StackTraceElement[0]); // none of it is the user's
      throw error;
    }
  }

  /** Of none yet. */
  static CommandLine commandLine() {
    return Misread.inPlainWords(new CommandLine(new CellCommand()));
  }

  /** The code with these options. */
  public <R extends @Nullable Object> RemoteFunction0<R> function(Fn0<R> code) {
    RemoteFunction0<R> function = worker.on(worker.app(app).function(code));
    function = captureLimit == null ? function : function.captureLimit(captureLimit);
    function = scaledownWindow == null ? function : function.scaledownWindow(scaledownWindow);
    return function;
  }
}
