package dev.openmodal.engine.call;

import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteException;
import dev.openmodal.engine.output.ThrownText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Joins the stack trace of remote code to the trace of the call: the user's remote lines first,
 * then a line that names the worker, then the lines from which the call was made. The library's own
 * frames are left out.
 */
public final class StackTraces {
  private static final Pattern OWN =
      Pattern.compile("dev\\.openmodal\\.([A-Z]|(bridge|engine|agent|wire|spi|process)\\.)");

  private StackTraces() {}

  static void join(Throwable remote, String worker, StackTraceElement[] here) {
    List<StackTraceElement> joined = new ArrayList<>(userPart(ThrownText.frames(remote)));
    joined.add(new StackTraceElement("openmodal", "remote", "worker " + worker, -1));
    joined.addAll(withoutLibrary(here));
    remote.setStackTrace(joined.toArray(StackTraceElement[]::new));
    Throwable cause = remote.getCause();
    for (int depth = 0; cause != null && depth < 100; depth++) {
      cause.setStackTrace(userPart(ThrownText.frames(cause)).toArray(StackTraceElement[]::new));
      cause = cause.getCause();
    }
  }

  /** Gives an error the trace of those lines, without this library's own. */
  static void replace(Throwable error, StackTraceElement[] here) {
    error.setStackTrace(withoutLibrary(here).toArray(StackTraceElement[]::new));
  }

  /** Lets the trace of an error of this library begin where the user called it. */
  public static void trimOwn(Throwable thrown) {
    if (!(thrown instanceof OpenModalException) || thrown instanceof RemoteException) {
      return;
    }
    StackTraceElement[] trace = thrown.getStackTrace();
    int begin = 0;
    for (int i = 0; i < trace.length; i++) {
      if (OWN.matcher(trace[i].getClassName()).lookingAt()) {
        begin = i + 1;
      }
    }
    thrown.setStackTrace(Arrays.copyOfRange(trace, begin, trace.length));
  }

  /** Gives what user code has thrown in this JVM, called by ours, the lines of the user alone. */
  static void trimLocal(Throwable thrown) {
    Throwable each = thrown;
    for (int depth = 0; each != null && depth < 100; depth++) {
      each.setStackTrace(withoutLibrary(ThrownText.frames(each)).toArray(StackTraceElement[]::new));
      each = each.getCause();
    }
  }

  /** Down to where the agent called the user's code. */
  private static List<StackTraceElement> userPart(StackTraceElement[] trace) {
    int end = trace.length;
    for (int i = trace.length - 1; i >= 0; i--) {
      if (trace[i].getClassName().startsWith("dev.openmodal.agent.")) {
        end = i;
      }
    }
    return withoutLibrary(Arrays.copyOf(trace, end));
  }

  private static List<StackTraceElement> withoutLibrary(StackTraceElement[] trace) {
    List<StackTraceElement> frames = new ArrayList<>();
    for (StackTraceElement frame : trace) {
      if (!OWN.matcher(frame.getClassName()).lookingAt() && !isSaid(frame, frames)) {
        frames.add(frame);
      }
    }
    return frames;
  }

  /** jshell computes some values in a method of its own, which would say the same place twice. */
  private static boolean isSaid(StackTraceElement frame, List<StackTraceElement> before) {
    if (before.isEmpty() || !frame.getMethodName().equals("do_it$")) {
      return false;
    }
    StackTraceElement last = before.get(before.size() - 1);
    return last.getClassName().equals(frame.getClassName())
        && last.getMethodName().equals("do_it$Aux");
  }
}
