package dev.openmodal.process;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The environment variables of a child: those that say where and in which language it runs, and
 * those that were asked for. Others stay here, for they may hold secrets.
 */
final class ChildEnvironment {
  private static final Set<String> PASSED =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "LANG",
          "LC_ALL",
          "TMPDIR",
          "TZ",
          "SYSTEMROOT",
          "TEMP",
          "TMP");

  private ChildEnvironment() {}

  static void apply(Map<String, String> environment, Map<String, String> asked) {
    environment.keySet().removeIf(name -> !isPassed(name));
    environment.putAll(asked);
  }

  private static boolean isPassed(String name) {
    // Windows does not tell upper from lower case.
    String key = isWindows() ? name.toUpperCase(Locale.ROOT) : name;
    return PASSED.contains(key) || key.startsWith("LC_");
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }
}
