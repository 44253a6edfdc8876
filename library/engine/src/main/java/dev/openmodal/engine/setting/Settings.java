package dev.openmodal.engine.setting;

import dev.openmodal.bridge.Home;

/**
 * What is chosen for this program: by a system property, else by an environment variable, else by
 * {@code config.toml} in the library's own folder.
 */
public final class Settings {
  private Settings() {}

  /**
   * What the setting is for this program.
   *
   * @throws dev.openmodal.OpenModalException with {@link dev.openmodal.ErrorCode#SETUP} where the
   *     file cannot be read or holds what is no setting
   */
  public static Chosen of(Setting setting) {
    String byProperty =
        setting.property().isEmpty() ? null : System.getProperty(setting.property());
    if (byProperty != null && !byProperty.isBlank()) {
      return new Chosen(byProperty.strip(), "by the system property " + setting.property(), false);
    }
    String byVariable = System.getenv(setting.variable());
    if (byVariable != null && !byVariable.isBlank()) {
      return new Chosen(byVariable.strip(), "by " + setting.variable(), false);
    }
    SettingsFile file = file();
    return file.value(setting)
        .map(value -> new Chosen(value, "by " + file.path(), false))
        .orElseGet(() -> new Chosen(setting.standard(), "by default", true));
  }

  /** The file of this user's settings, which need not be there. */
  public static SettingsFile file() {
    return new SettingsFile(Home.folder().resolve("config.toml"));
  }
}
