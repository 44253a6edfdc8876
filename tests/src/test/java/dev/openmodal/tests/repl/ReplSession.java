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
