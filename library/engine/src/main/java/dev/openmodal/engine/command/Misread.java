package dev.openmodal.engine.command;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of words that are not understood: of what the user typed, not of a parser. */
final class Misread {
  private Misread() {}

  /** Lets it say of numbers what they can be. */
  static CommandLine inPlainWords(CommandLine line) {
    ITypeConverter<Long> whole = text -> number(text, "a whole number", Long::valueOf);
    ITypeConverter<Double> any = text -> number(text, "a number such as 2 or 0.5", Double::valueOf);
    return line.registerConverter(Long.class, whole)
        .registerConverter(long.class, whole)
        .registerConverter(Double.class, any)
        .registerConverter(double.class, any);
  }

  private interface Reader<N> {
    N read(String text);
  }

  private static <N> N number(String text, String what, Reader<N> reader) {
    try {
      return reader.read(text.strip());
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not " + what);
    }
  }

  /** What could have been said instead, in a line or two. */
  static String options(CommandSpec command) {
    String names =
        command.options().stream()
            .filter(option -> !option.hidden())
            .map(OptionSpec::longestName)
            .collect(Collectors.joining(", "));
    return "Options: " + names + ". --help says what they are.";
  }

  /** One sentence, which names the word. */
  static String sentence(ParameterException refused) {
    if (refused instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      List<String> words = unmatched.getUnmatched();
      String first = words.get(0);
      return first.startsWith("-")
          ? "There is no option '" + first + "' here."
          : "'" + first + "' is one word too many.";
    }
    String said = String.valueOf(refused.getMessage());
    if (refused instanceof MissingParameterException) {
      return said + (said.endsWith(".") ? "" : ".");
    }
    return said.replaceFirst("^Invalid value for (option|positional parameter at index \\d+) ?", "")
            .replaceFirst("^'(-[^']*)'( \\([^)]*\\))?: ", "$1: ")
            .replaceFirst("^\\(([^)]*)\\): ", "$1: ")
        + (said.endsWith(".") ? "" : ".");
  }
}
