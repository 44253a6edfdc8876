package dev.openmodal.engine.environment;

import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The settings of this JVM that remote code must see too, as options of the worker's JVM: time
 * zone, locale, charset, assertions, preview features, opened packages.
 */
public final class JvmSettings {
  private static final List<String> FOLLOWED =
      List.of(
          "--enable-preview",
          "--add-opens",
          "--add-exports",
          "--add-modules",
          "--add-reads",
          "--enable-native-access",
          "-ea",
          "-enableassertions",
          "-esa",
          "-enablesystemassertions",
          "-da",
          "-disableassertions");

  /** They do not change while the JVM runs. */
  private static final List<String> FOLLOWED_HERE =
      followed(ManagementFactory.getRuntimeMXBean().getInputArguments());

  private JvmSettings() {}

  /** The options, in an order that only depends on the settings. */
  public static List<String> asOptions() {
    List<String> options = new ArrayList<>();
    options.add("-Duser.timezone=" + TimeZone.getDefault().getID());
    options.addAll(locale("", Locale.getDefault()));
    options.addAll(locale(".display", Locale.getDefault(Locale.Category.DISPLAY)));
    options.addAll(locale(".format", Locale.getDefault(Locale.Category.FORMAT)));
    String charset = Charset.defaultCharset().name();
    options.add("-Dfile.encoding=" + charset);
    options.add("-Dstdout.encoding=" + charset);
    options.add("-Dstderr.encoding=" + charset);
    options.add("-Dsun.stdout.encoding=" + charset);
    options.add("-Dsun.stderr.encoding=" + charset);
    options.addAll(FOLLOWED_HERE);
    return options;
  }

  private static List<String> locale(String category, Locale locale) {
    List<String> options = new ArrayList<>();
    options.add("-Duser.language" + category + "=" + locale.getLanguage());
    options.add("-Duser.country" + category + "=" + locale.getCountry());
    options.add("-Duser.script" + category + "=" + locale.getScript());
    options.add("-Duser.variant" + category + "=" + locale.getVariant());
    return options;
  }

  static List<String> followed(List<String> arguments) {
    List<String> options = new ArrayList<>();
    for (String argument : arguments) {
      for (String prefix : FOLLOWED) {
        if (prefix.equals("--add-modules")
            && !argument.matches("--add-modules=(java|jdk)\\.[\\w.,]+")) {
          continue; // modules of the module path reach a worker as jars of its class path
        }
        if (argument.equals(prefix)
            || argument.startsWith(prefix + "=")
            || argument.startsWith(prefix + ":")) {
          options.add(argument);
          break;
        }
      }
    }
    return options;
  }
}
