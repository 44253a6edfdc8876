package dev.openmodal.bridge;

/** A program cannot be launched: what the launcher says after {@code error:}. */
final class LaunchFault extends Exception {
  private static final long serialVersionUID = 1;

  /** As {@code java} ends where it cannot launch. */
  private static final int FAILED = 1;

  /** As commands end that are not understood. */
  private static final int NOT_UNDERSTOOD = 2;

  private final int exitCode;

  private LaunchFault(String what, int exitCode) {
    super(what);
    this.exitCode = exitCode;
  }

  LaunchFault(String what) {
    this(what, FAILED);
  }

  /** What was typed does not fit the program. */
  static LaunchFault notUnderstood(String what) {
    return new LaunchFault(what, NOT_UNDERSTOOD);
  }

  int exitCode() {
    return exitCode;
  }
}
