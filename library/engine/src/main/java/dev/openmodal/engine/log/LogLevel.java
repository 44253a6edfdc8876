package dev.openmodal.engine.log;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.setting.Setting;
import dev.openmodal.engine.setting.Settings;
import java.util.Locale;

/** How much is written down. */
public enum LogLevel {
  /** Nothing. */
  OFF,
  /** What starts, ends and fails; the default. */
  INFO,
  /** Each call with its sizes and times, too. */
  DEBUG;

  /**
   * What the setting asks for.
   *
   * @throws OpenModalException with {@link ErrorCode#SETUP} if there is no such level
   */
  public static LogLevel ofThisClient() {
    return of(Settings.of(Setting.LOG).value());
  }

  /**
   * The level of that name.
   *
   * @throws OpenModalException with {@link ErrorCode#SETUP} if there is none
   */
  public static LogLevel of(String name) {
    for (LogLevel level : values()) {
      if (level.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
        return level;
      }
    }
    throw new OpenModalException(
        ErrorCode.SETUP,
        "There is no log level '"
            + name
            + "' (OPENMODAL_LOG, the property openmodal.log, or the setting log). Say off, info or"
            + " debug.");
  }
}
