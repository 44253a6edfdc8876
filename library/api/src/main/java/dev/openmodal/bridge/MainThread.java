package dev.openmodal.bridge;

import java.lang.reflect.InvocationTargetException;

/** Runs {@code main}, or the function in its place, as the first thread of a JVM does. */
final class MainThread extends Thread {
  private final Launch.Program program;
  private final ClassLoader loader;
  private volatile int exitCode;

  MainThread(ThreadGroup group, Launch.Program program, ClassLoader loader) {
    super(group, null, "main", 0, false);
    this.program = program;
    this.loader = loader;
    setDaemon(false);
    setContextClassLoader(loader);
  }

  /** 1 where it has thrown. */
  int exitCode() {
    return exitCode;
  }

  @Override
  public void run() {
    exitCode = 1;
    try {
      Class<?> type = Class.forName(program.mainClass(), false, loader);
      String function = program.function();
      if (function == null) {
        MainMethod.of(type).invoke(program.arguments());
      } else {
        NamedFunction.of(type, function).call(program.arguments());
      }
      exitCode = 0;
    } catch (LaunchFault e) {
      exitCode = e.exitCode();
      System.err.println("error: " + e.getMessage());
    } catch (InvocationTargetException e) {
      throw LaunchTrace.asUnchecked(e.getTargetException());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw LaunchTrace.asUnchecked(e);
    }
  }
}
