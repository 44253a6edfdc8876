package dev.openmodal.engine.log;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much is written down. */
public enum LogLevel {
  /** Nothing. */
  OFF,
  /** What starts, ends and fails; the default. */
  INFO,
  /** Each call with its sizes and times, too. */
  DEBUG;

  /**
   * What the environment variable {@code OPENMODAL_LOG} or the system property {@code
   * openmodal.log}, which goes first, asks for.
   *
   * @throws OpenModalException with {@link ErrorCode#SETUP} if there is no such level
   */
  public static LogLevel ofThisClient() {
    return of(System.getProperty("openmodal.log", System.getenv("OPENMODAL_LOG")));
  }

  static LogLevel of(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return INFO;
    }
    for (LogLevel level : values()) {
      if (level.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
        return level;
      }
    }
    throw new OpenModalException(
        ErrorCode.SETUP,
        "OPENMODAL_LOG (or openmodal.log) is '" + name + "'. Say off, info or debug.");
  }
}
