package dev.openmodal.engine.session;

/**
 * jshell's default engine replaces the code of a class, so that objects live on, only while one
 * class of that name is loaded; else it makes a new one, and its variables are reset.
 */
public final class ReplaceableClasses {
  private ReplaceableClasses() {}

  /** Unloads classes that were loaded once more under their names and are out of use. */
  public static void unloadCopies() {
    if (JShell.isRemoteVm()) {
      System.gc();
    }
  }
}
