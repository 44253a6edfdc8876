package dev.openmodal.engine.setting;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Something that users can choose. */
public enum Setting {
  /** Where code runs. */
  PROVIDER("OPENMODAL_PROVIDER", "", "process", "where code runs; the command provider lists them"),
  /** What containers start from where no image is named. */
  IMAGE(
      "OPENMODAL_IMAGE",
      "",
      "debian:bookworm-slim",
      "what containers start from where a function names no image"),
  /** Where Javas of other versions come from. */
  JAVA(
      "OPENMODAL_JAVA",
      "",
      "https://api.adoptium.net/v3/binary/latest/{version}/ga/{os}/{arch}/jdk/hotspot/normal/eclipse",
      "where java(…) gets Java from: a folder, an archive, or a URL with {version}, {os} and {arch}"),
  /** How much is written down in the log. */
  LOG(
      "OPENMODAL_LOG",
      "openmodal.log",
      "info",
      "how much is written to the log: off, info or debug");

  private final String variable;
  private final String property;
  private final String standard;
  private final String meaning;

  Setting(String variable, String property, String standard, String meaning) {
    this.variable = variable;
    this.property = property;
    this.standard = standard;
    this.meaning = meaning;
  }

  /** As it is named in the file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The environment variable that goes before the file. */
  public String variable() {
    return variable;
  }

  /** The system property that goes before both; empty where there is none. */
  String property() {
    return property;
  }

  /** What it is where nobody has chosen. */
  public String standard() {
    return standard;
  }

  /** For people. */
  public String meaning() {
    return meaning;
  }

  /** The setting of that name. */
  public static Optional<Setting> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst();
  }

  /** The names of all. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }
}
