package dev.openmodal.engine.command;

import dev.openmodal.OpenModalException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code openmodal}: the command that holds all others. */
@Command(
    name = "openmodal",
    description = "Runs lambdas of jshell and of Java notebooks in other JVMs.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      JShellCommand.class,
      DoctorCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    footer = {"", "./tour shows it in a minute; ./tour --shell leaves you at a prompt."})
public final class OpenModalCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  OpenModalCommand() {}

  /**
   * Runs one command; prints to standard output and standard error.
   *
   * @param arguments as typed after {@code openmodal}
   * @return the exit code: 0 done, 1 failed, 2 not understood; what jshell returns for jshell
   */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new OpenModalCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(OpenModalCommand::report);
  }

  private static int report(
      Exception thrown, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (thrown instanceof OpenModalException e) {
      command.getErr().println(e.getMessage());
      return 1;
    }
    throw thrown;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
