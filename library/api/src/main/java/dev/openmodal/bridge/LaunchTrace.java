package dev.openmodal.bridge;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Takes the frames of the launch off the traces of what a program has thrown. */
final class LaunchTrace {
  private static final String OWN = LaunchTrace.class.getPackageName() + ".";

  private LaunchTrace() {}

  /** As it was thrown, but for those frames: the handlers of uncaught exceptions see it. */
  static RuntimeException asUnchecked(Throwable thrown) {
    trim(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    return LaunchTrace.<RuntimeException>sneaky(thrown);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static void trim(Throwable thrown, Set<Throwable> seen) {
    if (!seen.add(thrown)) {
      return;
    }
    StackTraceElement[] trace = thrown.getStackTrace();
    int end = 0;
    while (end < trace.length && !trace[end].getClassName().startsWith(OWN)) {
      end++;
    }
    if (end < trace.length) {
      while (end > 0 && isOfTheInvocation(trace[end - 1])) {
        end--;
      }
      thrown.setStackTrace(Arrays.copyOf(trace, end));
    }
    if (thrown.getCause() != null) {
      trim(thrown.getCause(), seen);
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      trim(suppressed, seen);
    }
  }

  private static boolean isOfTheInvocation(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.lang.reflect.")
        || name.startsWith("jdk.internal.reflect.")
        || name.startsWith("jdk.internal.misc.Unsafe")
        || name.startsWith("java.lang.Class");
  }
}
