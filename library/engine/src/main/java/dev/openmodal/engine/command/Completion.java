package dev.openmodal.engine.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What can be typed next after {@code %openmodal} or {@code %%openmodal}. */
public final class Completion {
  private Completion() {}

  /**
   * Commands and options that begin like the last word.
   *
   * @param isCell whether for a whole cell
   * @param typed what stands after the magic's name up to the cursor
   */
  public static List<String> of(boolean isCell, String typed) {
    CommandLine command = isCell ? CellCommand.commandLine() : inNotebook();
    String[] words = typed.stripLeading().split("\\s+", -1);
    for (String word : Arrays.copyOf(words, words.length - 1)) {
      CommandLine next = command.getSubcommands().get(word);
      if (next != null) {
        command = next;
      }
    }
    String last = words[words.length - 1];
    return candidates(command, last.startsWith("-")).stream()
        .filter(each -> each.startsWith(last))
        .sorted()
        .toList();
  }

  private static CommandLine inNotebook() {
    CommandLine line = OpenModalCommand.commandLine(Optional.empty());
    Place.NOTEBOOK.show(line);
    return line;
  }

  private static List<String> candidates(CommandLine command, boolean onlyOptions) {
    List<String> all = new ArrayList<>();
    if (!onlyOptions) {
      all.addAll(Place.shown(command));
    }
    if (onlyOptions || all.isEmpty()) {
      command.getCommandSpec().options().stream().map(OptionSpec::longestName).forEach(all::add);
    }
    return all;
  }
}
