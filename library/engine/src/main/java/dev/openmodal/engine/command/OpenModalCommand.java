package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.provider.Providers;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code openmodal}: the command that holds all others. */
@Command(
    name = "openmodal",
    description = "Runs lambdas of jshell and of Java notebooks in other JVMs.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SetupCommand.class,
      JShellCommand.class,
      NotebookCommand.class,
      RunCommand.class,
      DoctorCommand.class,
      StatusCommand.class,
      PsCommand.class,
      TopCommand.class,
      LogsCommand.class,
      StopCommand.class,
      CapturedCommand.class,
      ProviderCommand.class,
      ConfigCommand.class,
      CleanCommand.class,
      CompletionCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    footer = {"", "./tour shows it in a minute; ./tour --shell leaves you at a prompt."})
public final class OpenModalCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-V", "--version"},
      description = "Prints what the command version does.")
  boolean wantsVersion;

  private final Optional<Session> session;

  OpenModalCommand() {
    this(Optional.empty());
  }

  private OpenModalCommand(Optional<Session> session) {
    this.session = session;
  }

  /**
   * The program in which a command is typed.
   *
   * @param places where else it could be typed, such as {@code openmodal("ps") in jshell}
   */
  Session session(String places) {
    return session.orElseThrow(
        () ->
            new OpenModalException(
                ErrorCode.SETUP,
                "This command is about the session in which it is typed: " + places + "."));
  }

  /** The session in which a command is typed that is typed in one. */
  Session session() {
    return session.orElseThrow();
  }

  /** The session in which the command is typed, if it is. */
  Optional<Session> ownSession() {
    return session;
  }

  /** The providers: as the session uses them, or as a new one would. */
  Providers providers() {
    return session.map(Session::providers).orElseGet(Providers::new);
  }

  /** Whether it is typed in one. */
  boolean isInSession() {
    return session.isPresent();
  }

  /**
   * Runs one command; prints to standard output and standard error.
   *
   * @param session in which it is typed; none for a program of its own
   * @param arguments as typed after {@code openmodal}
   * @return the exit code: 0 done, 1 failed, 2 not understood; what jshell returns for jshell
   */
  public static int run(Optional<Session> session, String... arguments) {
    CommandLine line = commandLine(session);
    if (session.isPresent() && arguments.length > 0) {
      Optional<String> refusal = Place.of(session.get()).refusal(arguments);
      if (refusal.isPresent()) {
        line.getErr().println(refusal.get());
        return 1;
      }
    }
    return line.execute(arguments);
  }

  static CommandLine commandLine(Optional<Session> session) {
    CommandLine line =
        new CommandLine(new OpenModalCommand(session))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(OpenModalCommand::report)
            .setParameterExceptionHandler(OpenModalCommand::refuse);
    explain(line);
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              explain(command);
              boolean takesCode = command.getCommand() instanceof CapturedCommand;
              command.setUnmatchedOptionsArePositionalParams(takesCode);
              command.setStopAtPositional(command.getCommand() instanceof RunCommand);
            });
    session.map(Place::of).orElse(Place.TERMINAL).show(line);
    return Misread.inPlainWords(line);
  }

  /** Lets it understand {@code --help}, where it does not yet. */
  private static void explain(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Shows how to use it.")
                  .build());
    }
  }

  /** A word that is no command is answered by those that there are. */
  private static int refuse(ParameterException refused, String[] words) {
    CommandLine command = refused.getCommandLine();
    boolean isNoCommand =
        command.getParent() == null && refused instanceof CommandLine.UnmatchedArgumentException;
    if (List.of(words).contains(Answer.JSON) && command.getParent() != null) {
      command.getErr().println(errorJson(ErrorCode.INVALID_OPTION, Misread.sentence(refused)));
    } else if (isNoCommand && !words[0].startsWith("-")) {
      command
          .getErr()
          .println(
              "There is no command '"
                  + words[0]
                  + "'. There are: "
                  + String.join(", ", Place.shown(command))
                  + ".");
    } else {
      command.getErr().println(Misread.sentence(refused));
      if (command.getParent() == null) {
        command.usage(command.getErr());
      } else {
        command.getErr().println(Misread.options(command.getCommandSpec()));
      }
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int report(
      Exception thrown, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    ErrorCode code;
    String message;
    if (thrown instanceof OpenModalException own) {
      code = own.code();
      message = String.valueOf(own.getMessage());
    } else if (thrown instanceof IllegalArgumentException) {
      code = ErrorCode.INVALID_OPTION;
      message = String.valueOf(thrown.getMessage());
    } else if (thrown instanceof IOException) { // a disk that is full, a program that is missing
      code = ErrorCode.SETUP;
      message =
          command.getCommandName() + " cannot go on: " + thrown + ". See to that, and try again.";
    } else {
      throw thrown;
    }
    command.getErr().println(isForPrograms(arguments) ? errorJson(code, message) : message);
    return 1;
  }

  private static boolean isForPrograms(CommandLine.ParseResult arguments) {
    CommandLine.ParseResult command =
        arguments.hasSubcommand() ? arguments.subcommand() : arguments;
    return command.hasMatchedOption(Answer.JSON);
  }

  private static String errorJson(ErrorCode code, String message) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("error").put("code", code.name()).put("message", message);
    return Answer.text(json);
  }

  @Override
  public void run() {
    if (wantsVersion) {
      int unused = Objects.requireNonNull(spec.subcommands().get("version")).execute();
      return;
    }
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
