package dev.openmodal.agent;

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
}
