package dev.openmodal.bridge;

/**
 * Makes this library's threads: daemons in a group of their own. A thread is otherwise of the group
 * of whoever makes it, and jshell stops a snippet by stopping its whole group.
 */
public final class OwnThreads {
  private static final ThreadGroup GROUP = new ThreadGroup(root(), "openmodal");

  private OwnThreads() {}

  /** A thread that is not started yet. */
  public static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(GROUP, work, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
