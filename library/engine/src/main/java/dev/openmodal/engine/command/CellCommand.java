package dev.openmodal.engine.command;

import dev.openmodal.Fn0;
import dev.openmodal.OpenModal;
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

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException for what is not understood, with how to use them
   */
  public static CellCommand parse(String... options) {
    CellCommand cell = new CellCommand();
    CommandLine line = new CommandLine(cell);
    try {
      line.parseArgs(options);
      return cell;
    } catch (ParameterException e) {
      throw new IllegalArgumentException(
          e.getMessage() + System.lineSeparator() + line.getUsageMessage(), e);
    }
  }

  /** Of none yet. */
  static CommandLine commandLine() {
    return new CommandLine(new CellCommand());
  }

  /** The code with these options. */
  public <R extends @Nullable Object> RemoteFunction0<R> function(Fn0<R> code) {
    RemoteFunction0<R> function = worker.on(OpenModal.app(app).function(code));
    function = captureLimit == null ? function : function.captureLimit(captureLimit);
    function = scaledownWindow == null ? function : function.scaledownWindow(scaledownWindow);
    return function;
  }
}
