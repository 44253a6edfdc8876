package dev.openmodal.notebook.cell;

import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Errors as those of a cell, in which no function is called and no lambda written. */
final class CellErrors {
  private static final Pattern OPTION =
      Pattern.compile("\\b([a-z]+[A-Za-z]*)\\((\"\u2026\"|\u2026)\\)");

  private CellErrors() {}

  /** The same error with the trace down to the cell, and in the words of one. */
  static Exception ofCell(Exception thrown) {
    Exception said =
        thrown instanceof OpenModalException own && !(own instanceof RemoteException)
            ? inWords(own)
            : thrown;
    List<StackTraceElement> users = new ArrayList<>();
    boolean isBelowOurs = false;
    for (StackTraceElement frame : thrown.getStackTrace()) {
      isBelowOurs |= frame.getClassName().startsWith("dev.openmodal.");
      // Below ours is the kernel and the magic's own snippet; a kernel shows no line after the last
      // one of a snippet, so that of the worker needs it.
      if (!isBelowOurs || frame.getClassName().startsWith("REPL.")) {
        users.add(frame);
      }
    }
    said.setStackTrace(users.toArray(new StackTraceElement[0]));
    return said;
  }

  private static OpenModalException inWords(OpenModalException error) {
    String code = " [" + error.code() + "]";
    String message = String.valueOf(error.getMessage());
    if (message.endsWith(code)) {
      message = message.substring(0, message.length() - code.length());
    }
    return new OpenModalException(error.code(), words(message), error.getCause());
  }

  /** A sentence about a lambda as one about the cell. */
  static String words(String sentence) {
    String words =
        sentence
            .replaceFirst("^lambda \u2192 ", "")
            .replace("inside the lambda", "in the cell")
            .replace("Pass large data as an argument", "Make large data in the cell")
            .replace("The lambda ", "The cell ")
            .replace("the lambda", "the cell");
    return OPTION.matcher(words).replaceAll(CellErrors::option);
  }

  /** {@code scaledownWindow(\u2026)} is {@code --scaledown-window} beside the magic. */
  private static String option(MatchResult method) {
    return "--"
        + method
            .group(1)
            .replace("jvmOptions", "jvmOption") // once for each
            .replaceAll("([A-Z])", "-$1")
            .toLowerCase(Locale.ROOT);
  }
}
