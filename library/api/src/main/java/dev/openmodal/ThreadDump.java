package dev.openmodal;

import java.util.List;
import java.util.Optional;

/**
 * What the threads of a running call were about at one moment, of {@link RemoteCall#threadDump()}.
 * Its text is for people: the thread that runs the call first, in words what each waits for, and
 * frames of Java folded between the user's own.
 *
 * <pre>{@code
 * var waits = app("waits").function(() -> { Thread.sleep(600_000); return 1; }).spawn();
 * while (!waits.toString().contains("running")) Thread.sleep(100);
 * waits.threadDump().threads().size() // 1
 * waits.threadDump().deadlocked() // []
 * waits.cancel() // true
 * }</pre>
 *
 * @param call which, such as {@code call 3 of app shop}
 * @param worker where it runs, such as {@code pid 4711}
 * @param threads those of user code: the one that runs the call first, then what the call has
 *     started, then others of its worker, such as those of other calls there. A virtual thread
 *     (known on Java 21 and later, with its state on Java 25) is one of the call's where the worker
 *     runs one call at a time, else one of the others
 * @param leftOut how many more there are, where all would be larger than 1 MiB
 */
public record ThreadDump(String call, String worker, List<WorkerThread> threads, int leftOut) {

  /** Whose a thread is. */
  public enum Role {
    /** It runs the call's code. */
    RUNS_THE_CALL,
    /** The call has started it. */
    OF_THE_CALL,
    /** It is of another call, of a service, or was left behind by one. */
    OTHER
  }

  /**
   * One thread.
   *
   * @param id its number in its JVM
   * @param name as its code has named it
   * @param role whose it is
   * @param state empty where Java does not tell that of a virtual thread
   * @param isVirtual whether it is a virtual thread
   * @param lock what it waits for, such as {@code java.lang.Object@1b2c}; else empty
   * @param lockOwner the number of the thread that holds it; 0 where none is known
   * @param lockOwnerName that thread's name, or empty
   * @param isDeadlocked whether it waits, over some others, for itself
   * @param frames the innermost first, without the worker's own that have called the user's code;
   *     256 at most
   * @param framesLeftOut how many more there are
   * @param holds what it has locked by {@code synchronized}
   */
  public record WorkerThread(
      long id,
      String name,
      Role role,
      Optional<Thread.State> state,
      boolean isVirtual,
      String lock,
      long lockOwner,
      String lockOwnerName,
      boolean isDeadlocked,
      List<StackTraceElement> frames,
      int framesLeftOut,
      List<String> holds) {

    /** {@return its frames that are of no class of Java itself} */
    public List<StackTraceElement> userFrames() {
      return frames.stream().filter(frame -> !CodeNames.isOfJava(frame)).toList();
    }
  }

  /**
   * One frame, or several that are folded.
   *
   * @param text such as {@code at Desk.write(#16:4)}
   * @param isOfJava whether it is of a class of Java itself
   */
  public record Line(String text, boolean isOfJava) {}

  /**
   * The thread that runs the call.
   *
   * @return nothing where the call was just reading or writing its values
   */
  public Optional<WorkerThread> runner() {
    return threads.stream().filter(thread -> thread.role() == Role.RUNS_THE_CALL).findFirst();
  }

  /** {@return those that wait for each other's locks and will do so for ever} */
  public List<WorkerThread> deadlocked() {
    return threads.stream().filter(WorkerThread::isDeadlocked).toList();
  }

  /** {@return of which call it is, and of how many threads, on one line} */
  public String headline() {
    return ThreadDumpText.headline(this);
  }

  /** {@return which threads wait for each other for ever, in a sentence; empty if none do} */
  public Optional<String> deadlock() {
    return deadlocked().isEmpty()
        ? Optional.empty()
        : Optional.of(ThreadDumpText.deadlock(deadlocked()));
  }

  /**
   * What a thread is about.
   *
   * @param thread one of this dump
   * @return a sentence: {@code "writer", started by the call, sleeps}
   */
  public String says(WorkerThread thread) {
    return ThreadDumpText.says(thread, this);
  }

  /**
   * A line for each frame of the user's own, and for each row of frames of Java the one that the
   * user's has called.
   *
   * @param thread one of this dump
   * @return the innermost first
   */
  public List<Line> lines(WorkerThread thread) {
    return ThreadDumpText.lines(thread);
  }

  /** Thread after thread, with its frames. */
  @Override
  public String toString() {
    return new ThreadDumpText(this).text();
  }
}
