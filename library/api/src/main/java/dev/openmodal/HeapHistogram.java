package dev.openmodal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What fills the heap of a call's worker, of {@link RemoteCall#heapHistogram}: the live objects
 * class by class, the largest classes first. It is of the whole JVM: of the call, of other calls
 * there, and of the worker itself.
 *
 * <pre>{@code
 * record Visit(int page) {}
 * var keeps = app("keeps").function(() -> {
 *   var visits = new ArrayList<Visit>();
 *   for (int page = 0; page < 1000; page++) visits.add(new Visit(page));
 *   Thread.sleep(600_000);
 *   return visits.size();
 * }).spawn();
 * while (!keeps.toString().contains("running")) Thread.sleep(100);
 * Thread.sleep(2000);
 * keeps.heapHistogram().of("Visit").orElseThrow().instances() // 1000
 * keeps.cancel() // true
 * }</pre>
 *
 * @param call which, such as {@code call 3 of app shop}
 * @param worker where it runs, such as {@code pid 4711}
 * @param classes the largest first
 * @param leftOut how many more classes there are, where all would be larger than 1 MiB
 * @param instances of all classes
 * @param bytes of all classes
 * @param shown how many classes its text has
 */
public record HeapHistogram(
    String call,
    String worker,
    List<HeapClass> classes,
    int leftOut,
    long instances,
    long bytes,
    int shown) {
  /** How many classes are shown unless {@link #top} says otherwise. */
  public static final int USUALLY_SHOWN = 20;

  /**
   * One class, or several of that name.
   *
   * @param jvmName as the JVM has it: {@code [B}, {@code REPL.$JShell$11$Node}
   * @param instances how many live objects there are of it
   * @param bytes how large they are together, without what they refer to
   */
  public record HeapClass(String jvmName, long instances, long bytes) {
    /** {@return its name as its author knows it: {@code byte[]}, {@code Node}} */
    public String name() {
      return CodeNames.type(jvmName);
    }
  }

  /**
   * One class of them.
   *
   * @param name as its author or as the JVM has it
   * @return nothing if no object is of it
   */
  public Optional<HeapClass> of(String name) {
    return classes.stream()
        .filter(each -> each.name().equals(name) || each.jvmName().equals(name))
        .findFirst();
  }

  /**
   * The same with so many classes in its text.
   *
   * @param count 1 or more
   * @return another one
   * @throws OpenModalException with {@link ErrorCode#INVALID_OPTION} if that is less than 1
   */
  public HeapHistogram top(int count) {
    if (count < 1) {
      throw new OpenModalException(
          ErrorCode.INVALID_OPTION, "top(" + count + ") shows nothing. Give a number from 1 on.");
    }
    return new HeapHistogram(call, worker, classes, leftOut, instances, bytes, count);
  }

  /** A table of the largest classes, and what all have together. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(headline()).append("\n   instances       bytes  class");
    List<HeapClass> rows = classes.subList(0, Math.min(shown, classes.size()));
    for (HeapClass row : rows) {
      text.append(
          String.format(
              Locale.ROOT, "%n%,12d%12s  %s", row.instances(), size(row.bytes()), row.name()));
    }
    int more = classes.size() - rows.size() + leftOut;
    if (more > 0) {
      text.append("\nand ").append(more).append(" more classes; top(n) shows n");
    }
    return text.toString();
  }

  private String headline() {
    return String.format(
        Locale.ROOT,
        "%s: live objects of its worker, %s: %,d, %s",
        call,
        worker,
        instances,
        size(bytes));
  }

  private static String size(long bytes) {
    return new DataSize(bytes).toString();
  }
}
