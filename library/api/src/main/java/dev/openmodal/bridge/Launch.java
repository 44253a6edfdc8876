package dev.openmodal.bridge;

import dev.openmodal.Fn0;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A program that has a worker's JVM for itself, as the source launcher of {@code java} starts one:
 * its {@code main} runs in a thread of that name, threads that are no daemons are waited for, and
 * then the JVM ends with its shutdown hooks. So the call of it never returns: how it ended is the
 * exit code of the worker.
 */
public final class Launch implements Fn0<Integer> {
  private static final long serialVersionUID = 1;

  /**
   * What is launched.
   *
   * @param mainClass the binary name of the class
   * @param function the method to be called in place of {@code main}; null for that
   * @param arguments of the program, or of the function
   * @param classNames the binary names of the program's classes
   * @param classFiles their bytes, in the same order
   * @param file the absolute path of its source
   * @param seesWorkingFolder whether classes and resources are looked up in the working folder
   * @param properties system properties that the launcher sets
   */
  public record Program(
      String mainClass,
      @Nullable String function,
      String[] arguments,
      String[] classNames,
      byte[][] classFiles,
      String file,
      boolean seesWorkingFolder,
      Map<String, String> properties)
      implements java.io.Serializable {
    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      for (int i = 0; i < classNames.length; i++) {
        classes.put(classNames[i], classFiles[i]);
      }
      return classes;
    }
  }

  /**
   * The standard streams of the client.
   *
   * @param in read only as the program reads
   */
  public record Streams(InputStream in, OutputStream out, OutputStream err) {}

  private @Nullable Program program;
  private final transient @Nullable Supplier<Program> source;
  private final transient @Nullable ClassLoader loader;
  private final transient @Nullable Streams streams;

  /**
   * @param source makes the program, while its worker is being started
   * @param loader sees the class path that the program needs, above the API
   */
  public Launch(Supplier<Program> source, ClassLoader loader, Streams streams) {
    this.source = source;
    this.loader = loader;
    this.streams = streams;
  }

  /** Makes the program, which travels then. Throws what its source throws. */
  public void prepare() {
    program = Optional.ofNullable(source).orElseThrow().get();
  }

  /** Sees the class path; only known where this was made. */
  public ClassLoader loader() {
    return Optional.ofNullable(loader).orElseThrow();
  }

  /** The client's streams; only known where this was made. */
  public Streams streams() {
    return Optional.ofNullable(streams).orElseThrow();
  }

  @Override
  public Integer apply() throws InterruptedException {
    Set<Thread> own = new HashSet<>(threads());
    Program program = Optional.ofNullable(this.program).orElseThrow();
    program.properties().forEach(System::setProperty);
    ClassLoader launched =
        new LaunchLoader(program, Thread.currentThread().getContextClassLoader());
    MainThread main = new MainThread(mainGroup(), program, launched);
    main.start();
    main.join();
    own.remove(main);
    for (Thread left = next(own); left != null; left = next(own)) {
      left.join();
    }
    System.exit(main.exitCode());
    return main.exitCode();
  }

  /** A thread that keeps the program alive. */
  private static @Nullable Thread next(Set<Thread> own) {
    for (Thread thread : threads()) {
      if (!own.contains(thread) && !thread.isDaemon() && thread.isAlive()) {
        return thread;
      }
    }
    return null;
  }

  private static Set<Thread> threads() {
    ThreadGroup root = mainGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] found;
    int count;
    do { // one that does not find room is left out without a word
      found = new Thread[2 * root.activeCount() + 16];
      count = root.enumerate(found);
    } while (count == found.length);
    Set<Thread> threads = new HashSet<>();
    for (int i = 0; i < count; i++) {
      threads.add(found[i]);
    }
    return threads;
  }

  /** That of the JVM's first thread. */
  private static ThreadGroup mainGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (!group.getName().equals("main") && group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
