package dev.openmodal.agent;

import java.io.IOException;

/** The processes that user code has started: they end with the worker. */
final class Processes {
  private Processes() {}

  static void killDescendants() {
    try {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    } catch (RuntimeException e) {
      // The worker is ending; what cannot be listed cannot be ended.
    }
  }

  /**
   * Ends the worker's process group, and so the worker, if the group is its own (system property
   * {@code openmodal.group}). It holds those whose parent has ended, too.
   */
  static void killGroup() {
    if (Boolean.getBoolean("openmodal.group")) {
      try {
        new ProcessBuilder("/bin/sh", "-c", "kill -s KILL 0").start().waitFor();
      } catch (IOException e) {
        // no process can be started: the worker ends alone
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
