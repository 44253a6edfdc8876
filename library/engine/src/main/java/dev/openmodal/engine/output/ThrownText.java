package dev.openmodal.engine.output;

import dev.openmodal.bridge.Notebooks;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What something thrown says of itself, by code of the user, which can fail at it in any way. */
public final class ThrownText {
  private static final int MOST_FRAMES = 100;
  private static final int LONGEST_TRACE = 20_000;
  private static final Pattern WRAPPED = Pattern.compile("^REPL\\.\\$JShell\\$\\w+\\$");
  private static final String SNIPPET = "do_it$";
  private static final String LAMBDA = "lambda$";

  private final StringBuilder text = new StringBuilder();
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private ThrownText() {}

  /** Its class, without what jshell has put around one of a snippet, and its message. */
  public static String of(@Nullable Throwable thrown) {
    String said;
    try {
      said = String.valueOf(thrown);
    } catch (Throwable e) {
      said = thrown == null ? "" : thrown.getClass().getName();
    }
    return WRAPPED.matcher(said == null ? "" : said).replaceFirst("");
  }

  /** The same, the first line alone. */
  public static String headline(@Nullable Throwable thrown) {
    return of(thrown).lines().findFirst().orElse("");
  }

  /** Its frames; none where it does not tell them. */
  public static StackTraceElement[] frames(Throwable thrown) {
    try {
      StackTraceElement[] frames = thrown.getStackTrace();
      return frames == null ? new StackTraceElement[0] : frames;
    } catch (Throwable e) {
      return new StackTraceElement[0];
    }
  }

  /**
   * With its frames, its causes and what it has suppressed, as Java prints them, up to 20,000
   * characters; in a notebook, with frames of snippets as their numbers and lines, and none below.
   */
  public static String trace(@Nullable Throwable thrown) {
    ThrownText trace = new ThrownText();
    if (thrown != null) {
      trace.add("", "", thrown);
    }
    return trace.text.toString();
  }

  private void add(String indent, String role, Throwable thrown) {
    String each = role;
    Throwable next = thrown;
    while (next != null && text.length() < LONGEST_TRACE) {
      text.append(indent).append(each).append(of(next)).append('\n');
      if (!seen.add(next)) {
        return; // it was told before
      }
      addFrames(indent, next);
      for (Throwable suppressed : suppressed(next)) {
        if (text.length() < LONGEST_TRACE && indent.length() < MOST_FRAMES) {
          add(indent + "\t", "Suppressed: ", suppressed);
        }
      }
      each = "Caused by: ";
      next = cause(next);
    }
  }

  private static @Nullable Throwable cause(Throwable of) {
    try {
      return of.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  private static Throwable[] suppressed(Throwable of) {
    try {
      return of.getSuppressed();
    } catch (Throwable e) {
      return new Throwable[0];
    }
  }

  private void addFrames(String indent, Throwable thrown) {
    StackTraceElement[] frames = named(frames(thrown));
    for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
      text.append(indent).append("\tat ").append(text(frames[i])).append('\n');
    }
    if (frames.length > MOST_FRAMES) {
      text.append(indent).append("\t… ").append(frames.length - MOST_FRAMES).append(" more\n");
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
