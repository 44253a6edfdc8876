package dev.openmodal;

import dev.openmodal.ThreadDump.Line;
import dev.openmodal.ThreadDump.Role;
import dev.openmodal.ThreadDump.WorkerThread;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A thread dump in words. */
final class ThreadDumpText {
  private final ThreadDump dump;
  private final StringBuilder text = new StringBuilder();

  ThreadDumpText(ThreadDump dump) {
    this.dump = dump;
  }

  String text() {
    text.append(headline(dump)).append('\n');
    dump.deadlock().ifPresent(said -> text.append(said).append('\n'));
    for (WorkerThread thread : dump.threads()) {
      text.append('\n').append(says(thread, dump)).append('\n');
      lines(thread).forEach(line -> text.append("    ").append(line.text()).append('\n'));
    }
    if (dump.leftOut() > 0) {
      text.append("\nand ").append(dump.leftOut()).append(" more threads\n");
    }
    return text.toString().stripTrailing();
  }

  static String headline(ThreadDump dump) {
    long own = dump.threads().stream().filter(thread -> thread.role() != Role.OTHER).count();
    long others = dump.threads().size() - own + dump.leftOut();
    return dump.call()
        + ", on "
        + dump.worker()
        + ": "
        + own
        + (own == 1 ? " thread" : " threads")
        + " of the call"
        + (others == 0 ? "" : ", " + others + (others == 1 ? " other" : " others"));
  }

  static String deadlock(List<WorkerThread> stuck) {
    return "deadlock: "
        + stuck.stream().map(ThreadDumpText::name).collect(Collectors.joining(", "))
        + " wait for each other's locks";
  }

  /** {@code "openmodal-call" runs the call, and sleeps}. */
  static String says(WorkerThread thread, ThreadDump dump) {
    return name(thread)
        + (thread.isVirtual() ? " (virtual)" : "")
        + switch (thread.role()) {
          case RUNS_THE_CALL -> " runs the call, and ";
          case OF_THE_CALL -> thread.isVirtual() ? " " : ", started by the call, ";
          case OTHER -> ", of the worker, ";
        }
        + does(thread, dump)
        + (thread.holds().isEmpty()
            ? ""
            : "; holds "
                + thread.holds().stream().map(CodeNames::lock).collect(Collectors.joining(", ")));
  }

  private static String name(WorkerThread thread) {
    return thread.name().isEmpty() ? "thread " + thread.id() : '"' + thread.name() + '"';
  }

  private static String does(WorkerThread thread, ThreadDump dump) {
    if (!thread.lock().isEmpty()) {
      String lock = CodeNames.lock(thread.lock());
      boolean isHeld = thread.lockOwner() != 0;
      return isHeld
          ? "waits for the lock " + lock + ", held by " + owner(thread, dump)
          : thread.state().filter(Thread.State.BLOCKED::equals).isPresent()
              ? "waits for the lock " + lock
              : "waits until it is told by " + lock;
    }
    if (isIn(thread, "java.lang.Thread", "sleep")) {
      return "sleeps";
    }
    if (thread.state().isEmpty()) {
      return "is as it is below";
    }
    return switch (thread.state().get()) {
      case RUNNABLE -> isInNative(thread) ? "runs, in code of the system" : "runs";
      case BLOCKED -> "waits for a lock";
      case WAITING -> "waits until it is told";
      case TIMED_WAITING -> "waits for some time";
      case NEW -> "has not started";
      case TERMINATED -> "has ended";
    };
  }

  private static String owner(WorkerThread waiting, ThreadDump dump) {
    for (WorkerThread each : dump.threads()) {
      if (each.id() == waiting.lockOwner()) {
        List<StackTraceElement> own = each.userFrames();
        return name(each) + (own.isEmpty() ? "" : " at " + CodeNames.frame(own.get(0)));
      }
    }
    return '"' + waiting.lockOwnerName() + '"';
  }

  private static boolean isIn(WorkerThread thread, String className, String method) {
    for (StackTraceElement frame : thread.frames()) {
      if (!CodeNames.isOfJava(frame)) {
        return false;
      }
      if (frame.getClassName().equals(className) && frame.getMethodName().equals(method)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInNative(WorkerThread thread) {
    return !thread.frames().isEmpty() && thread.frames().get(0).isNativeMethod();
  }

  /**
   * The user's own each on a line, equal ones that follow each other on one; of a row of Java's the
   * one that the user's has called.
   */
  static List<Line> lines(WorkerThread thread) {
    List<Line> lines = new ArrayList<>();
    List<StackTraceElement> frames = thread.frames();
    int folded = 0;
    int equal = 0;
    for (int i = 0; i < frames.size(); i++) {
      StackTraceElement frame = frames.get(i);
      StackTraceElement below = i + 1 == frames.size() ? null : frames.get(i + 1);
      boolean isOfJava = CodeNames.isOfJava(frame);
      if (isOfJava && below != null && CodeNames.isOfJava(below)) {
        folded++;
      } else if (frame.equals(below)) {
        equal++;
      } else {
        String more =
            (folded == 0 ? "" : ", " + folded + " deeper in Java")
                + (equal == 0 ? "" : ", " + (equal + 1) + " times");
        lines.add(new Line("at " + CodeNames.frame(frame) + more, isOfJava));
        folded = 0;
        equal = 0;
      }
    }
    if (thread.framesLeftOut() > 0) {
      lines.add(new Line("… " + thread.framesLeftOut() + " more", true));
    }
    return lines;
  }
}
