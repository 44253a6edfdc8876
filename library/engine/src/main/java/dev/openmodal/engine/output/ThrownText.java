package dev.openmodal.engine.output;

import dev.openmodal.bridge.Notebooks;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What something thrown says of itself, by code of the user that can fail at it. */
public final class ThrownText {
  private static final int MOST_FRAMES = 100;
  private static final Pattern WRAPPED = Pattern.compile("^REPL\\.\\$JShell\\$\\w+\\$");
  private static final String SNIPPET = "do_it$";
  private static final String LAMBDA = "lambda$";

  private ThrownText() {}

  /** Its class, without what jshell has put around one of a snippet, and its message. */
  public static String of(@Nullable Throwable thrown) {
    try {
      return WRAPPED.matcher(String.valueOf(thrown)).replaceFirst("");
    } catch (RuntimeException | Error e) {
      return thrown == null ? "" : thrown.getClass().getName();
    }
  }

  /** The same, the first line alone. */
  public static String headline(@Nullable Throwable thrown) {
    return of(thrown).lines().findFirst().orElse("");
  }

  /**
   * With its frames and its causes, as Java prints them; in a notebook, with frames of snippets as
   * their numbers and lines, and none below.
   */
  public static String trace(@Nullable Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    String role = "";
    try {
      for (Throwable each = thrown; each != null && seen.add(each); each = each.getCause()) {
        text.append(role).append(of(each)).append('\n');
        frames(text, each, "\t");
        for (Throwable other : each.getSuppressed()) {
          text.append("\tSuppressed: ").append(of(other)).append('\n');
          frames(text, other, "\t\t");
        }
        role = "Caused by: ";
      }
    } catch (RuntimeException | Error e) { // as far as it came
      text.append('\n');
    }
    return text.toString();
  }

  private static void frames(StringBuilder text, Throwable thrown, String indent) {
    StackTraceElement[] frames = named(thrown.getStackTrace());
    Arrays.stream(frames)
        .limit(MOST_FRAMES)
        .forEach(frame -> text.append(indent).append("at ").append(text(frame)).append('\n'));
    if (frames.length > MOST_FRAMES) {
      text.append(indent).append("… ").append(frames.length - MOST_FRAMES).append(" more\n");
    }
  }

  private static StackTraceElement[] named(StackTraceElement[] frames) {
    return Notebooks.current().map(notebook -> notebook.named(frames)).orElse(frames);
  }

  /** Those of snippets have no class that is of use to anybody. */
  private static String text(StackTraceElement frame) {
    if (!frame.getClassName().isEmpty()) {
      return frame.toString();
    }
    String method = frame.getMethodName();
    String name =
        method.isEmpty() || method.startsWith(SNIPPET)
            ? ""
            : method.startsWith(LAMBDA) ? "lambda " : method + " ";
    return name + "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
  }
}
