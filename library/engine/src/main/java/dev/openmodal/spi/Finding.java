package dev.openmodal.spi;

/**
 * What was found of one thing by {@code openmodal doctor}.
 *
 * @param subject one word, such as {@code jshell}
 * @param text what is here; or what is not, and how to get it
 */
public record Finding(State state, String subject, String text) {
  /** How it is. */
  public enum State {
    /** As it should be. */
    OK,
    /** Not here, and calls work without it. */
    ABSENT,
    /** Something will not work. */
    WRONG,
    /** A provider cannot be used: wrong where it is the one that is, absent elsewhere. */
    UNUSABLE
  }

  /** It is as it should be. */
  public static Finding ok(String subject, String text) {
    return new Finding(State.OK, subject, text);
  }

  /** It is not here, and calls work without it. */
  public static Finding absent(String subject, String text) {
    return new Finding(State.ABSENT, subject, text);
  }

  /** The provider that says this cannot be used. */
  public static Finding unusable(String subject, String text) {
    return new Finding(State.UNUSABLE, subject, text);
  }

  /** Something will not work. */
  public static Finding wrong(String subject, String text) {
    return new Finding(State.WRONG, subject, text);
  }
}
