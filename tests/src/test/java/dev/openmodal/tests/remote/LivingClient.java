package dev.openmodal.tests.remote;

import dev.openmodal.OpenModal;

/**
 * A client that makes one call, says the worker's pid, and stays in the middle of a second call.
 */
final class LivingClient {
  private LivingClient() {}

  public static void main(String[] arguments) {
    var app = OpenModal.app("living");
    long pid = app.function(() -> ProcessHandle.current().pid()).remote();
    System.out.println(pid);
    app.action(() -> Thread.sleep(600_000)).remote();
  }
}
