package dev.openmodal.tests.repl;

import java.time.Duration;
import java.util.List;

/** A running shell or kernel: text goes in, the lines that it prints come out. */
interface ReplSession extends AutoCloseable {

  /**
   * Evaluates snippets as one input: lines at the prompt, or one cell.
   *
   * @param within how long all of it may take; then the session is given up
   * @return the lines printed by it, errors of the snippets included
   * @throws SessionLostException if the shell ended or did not answer in time
   */
  List<String> evaluate(String code, Duration within);

  /** {@link #evaluate} with a minute, which is plenty for anything that is not stuck. */
  default List<String> evaluate(String code) {
    return evaluate(code, Duration.ofMinutes(1));
  }

  /**
   * The text of an expression, as {@code println} shows it.
   *
   * @throws AssertionError if it printed something else: an exception, an error of the compiler
   */
  default String value(String expression) {
    List<String> lines =
        evaluate("System.out.println(\"@= \" + (" + expression + "));").stream()
            .filter(line -> !line.startsWith("openmodal: "))
            .toList();
    if (lines.isEmpty() || !lines.get(0).startsWith("@= ")) {
      throw new AssertionError(expression + " gave:\n" + String.join("\n", lines));
    }
    return String.join("\n", lines).substring(3);
  }

  /** What code prints or fails with, as one text. */
  default String output(String code) {
    return String.join(
        "\n", evaluate(code).stream().filter(line -> !line.startsWith("openmodal: ")).toList());
  }

  /** Ends the shell and everything that it started. */
  @Override
  void close();

  /** The shell ended, or did not answer in time. */
  final class SessionLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SessionLostException(String message) {
      super(message);
    }
  }
}
