package dev.openmodal.tests.errors;

import dev.openmodal.OpenModal;
import dev.openmodal.OpenModalException;

/** A client that waits, before its first call, until its jar has been replaced. */
final class ReplacedJar {
  private ReplacedJar() {}

  public static void main(String[] arguments) throws Exception {
    var one = OpenModal.app("replaced").function(() -> 1);
    var unused = one.captured(); // loads the engine
    System.out.println("loaded");
    var go = System.in.read();
    try {
      System.out.println(go + " " + one.remote());
    } catch (OpenModalException e) {
      System.out.println(e.getMessage());
    }
  }
}
