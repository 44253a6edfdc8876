package dev.openmodal.engine.program;

/** A program that cannot be launched; the message is the one of {@code java}'s source launcher. */
public final class ProgramRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProgramRefusedException(String what) {
    super(what);
  }
}
