package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/**
 * Where commands are typed.
 *
 * @param elsewhere what cannot be typed here, which says so where it is typed all the same
 * @param synopsis and example with each percent sign twice, as the parser's formats have it; empty
 *     where they are the parser's own
 */
record Place(Set<String> elsewhere, String synopsis, String example) {
  static final Place TERMINAL = new Place(Set.of("captured"), "", "");

  static final Place NOTEBOOK =
      new Place(
          Set.of("setup", "jshell", "run", "notebook", "completion"),
          "%%openmodal COMMAND",
          "%%openmodal help ps");

  private static final Place SHELL =
      new Place(
          Set.of("setup", "jshell", "run", "notebook", "completion", "captured"),
          "openmodal(\"COMMAND\")",
          "openmodal(\"help ps\")");

  static Place of(Session session) {
    return session.isNotebook() ? NOTEBOOK : SHELL;
  }

  /** Why that cannot be typed here, whatever follows it; nothing where it can. */
  Optional<String> refusal(String... words) {
    String command = words[0];
    if (!elsewhere.contains(command)) {
      return Optional.empty();
    }
    String sentence =
        command.equals("captured")
            ? "captured is a command of notebooks. Here type "
                + (words.length == 2 ? words[1] : "FUNCTION")
                + ".captured()"
            : command + " is a command of the terminal: type openmodal " + command + " there";
    return Optional.of(sentence + ". [" + ErrorCode.SETUP + "]");
  }

  /** Lets help tell of what can be typed here, and how. */
  void show(CommandLine line) {
    if (!synopsis.isEmpty()) {
      line.getCommandSpec()
          .usageMessage()
          .customSynopsis(synopsis)
          .footer("", example + " tells more of one.");
    }
    line.getSubcommands()
        .forEach(
            (name, command) ->
                command.getCommandSpec().usageMessage().hidden(elsewhere.contains(name)));
  }

  /** The commands that are told of. */
  static List<String> shown(CommandLine line) {
    return line.getSubcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }
}
