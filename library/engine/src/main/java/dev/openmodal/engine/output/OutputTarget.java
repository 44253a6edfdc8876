package dev.openmodal.engine.output;

/** Where a call or a map that nobody waits for shows what it prints. */
public interface OutputTarget {
  /**
   * Shows bytes after those before.
   *
   * @param error whether on standard error, else on standard output
   */
  void print(boolean error, byte[] bytes);
}
