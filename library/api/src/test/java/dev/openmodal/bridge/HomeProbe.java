package dev.openmodal.bridge;

import dev.openmodal.OpenModalException;

/** Prints where the home is. */
final class HomeProbe {
  private HomeProbe() {}

  public static void main(String[] arguments) {
    try {
      System.out.println(Home.folder());
    } catch (OpenModalException e) {
      System.out.println(e.getMessage());
    }
  }
}
