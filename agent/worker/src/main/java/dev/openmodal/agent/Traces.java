package dev.openmodal.agent;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Takes the worker's own frames from the foot of a stack trace: people look for theirs. */
final class Traces {
  private static final String OWN = Traces.class.getPackageName() + ".";

  private Traces() {}

  static void cutOwnFrames(Throwable thrown) {
    try {
      cut(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    } catch (RuntimeException | StackOverflowError e) {
      // User code overrides what is asked here; the trace stays as it is.
    }
  }

  private static void cut(Throwable thrown, Set<Throwable> seen) {
    for (Throwable each = thrown; each != null && seen.add(each); each = each.getCause()) {
      StackTraceElement[] frames = each.getStackTrace();
      int kept = frames.length;
      while (kept > 0 && isOwn(frames[kept - 1])) {
        kept--;
      }
      // A thread's first frame alone is nothing of ours: only a foot that reaches into the worker
      // is.
      if (kept < frames.length && frames[kept].getClassName().startsWith(OWN)) {
        each.setStackTrace(Arrays.copyOf(frames, kept));
      }
      for (Throwable suppressed : each.getSuppressed()) {
        cut(suppressed, seen);
      }
    }
  }

  private static boolean isOwn(StackTraceElement frame) {
    return frame.getClassName().startsWith(OWN) || frame.getClassName().equals("java.lang.Thread");
  }
}
