package dev.openmodal.engine.command;

import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/**
 * Where commands are typed, if it is no terminal.
 *
 * @param elsewhere what cannot be typed here, which says so where it is typed all the same
 * @param synopsis and example with each percent sign twice, as the parser's formats have it
 */
record Place(Set<String> elsewhere, String synopsis, String example) {
  private static final Place NOTEBOOK =
      new Place(
          Set.of("jshell", "run", "notebook", "completion"),
          "%%openmodal COMMAND",
          "%%openmodal help ps");

  private static final Place SHELL =
      new Place(
          Set.of("jshell", "run", "notebook", "completion", "captured"),
          "openmodal(\"COMMAND\")",
          "openmodal(\"help ps\")");

  static Place of(Session session) {
    return session.isNotebook() ? NOTEBOOK : SHELL;
  }

  /** Lets help tell of what can be typed here, and how. */
  void show(CommandLine line) {
    line.getCommandSpec()
        .usageMessage()
        .customSynopsis(synopsis)
        .footer("", example + " tells more of one.");
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
