package dev.openmodal.bridge;

import java.lang.reflect.InvocationTargetException;

/**
 * The program of a worker: loads the agent out of sight of the class path that user code sees, and
 * runs it.
 */
public final class WorkerMain {
  private WorkerMain() {}

  /**
   * Runs the agent.
   *
   * @param arguments handed on
   * @throws ReflectiveOperationException if this jar holds no agent
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    ClassLoader loader = NestedJarLoader.forAgent();
    Thread.currentThread().setContextClassLoader(loader);
    if (Boolean.getBoolean("openmodal.archive")) {
      FirstClasses.verifyAtExit(loader);
    }
    try {
      Class.forName("dev.openmodal.agent.Agent", true, loader)
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("The worker has failed.", e.getCause());
    }
  }
}
