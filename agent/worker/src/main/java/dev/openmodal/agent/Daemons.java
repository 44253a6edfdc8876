package dev.openmodal.agent;

import java.util.concurrent.ThreadFactory;

/** Threads of the worker's own, which never keep it alive. */
final class Daemons {
  private Daemons() {}

  static ThreadFactory named(String name) {
    return runnable -> {
      Thread thread = new Thread(null, runnable, name, 0, false);
      thread.setDaemon(true);
      return thread;
    };
  }
}
