package dev.openmodal.engine.environment;

import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

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

  private record Defaults(String timeZone, Locale base, Locale display, Locale format) {
    static Defaults now() {
      return new Defaults(
          TimeZone.getDefault().getID(),
          Locale.getDefault(),
          Locale.getDefault(Locale.Category.DISPLAY),
          Locale.getDefault(Locale.Category.FORMAT));
    }
  }

  private record Known(Defaults defaults, List<String> options) {}

  private static volatile @Nullable Known last;

  /** The options, in an order that only depends on the settings. */
  public static List<String> asOptions() {
    Defaults now = Defaults.now();
    Known known = last;
    if (known == null || !known.defaults().equals(now)) {
      known = new Known(now, List.copyOf(options(now)));
      last = known;
    }
    return known.options();
  }

  private static List<String> options(Defaults now) {
    List<String> options = new ArrayList<>();
    options.add("-Duser.timezone=" + now.timeZone());
    options.addAll(locale("", now.base()));
    options.addAll(locale(".display", now.display()));
    options.addAll(locale(".format", now.format()));
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
