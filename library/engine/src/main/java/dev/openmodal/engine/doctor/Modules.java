package dev.openmodal.engine.doctor;

import dev.openmodal.spi.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The parts of Java that are used, some of which a Java that was cut down for a program lacks. */
final class Modules {
  private static final String CURE =
      ". Use a complete JDK, such as the package openjdk-17-jdk-headless.";

  /** What does not work without each. */
  private static final Map<String, String> USES = uses();

  private Modules() {}

  private static Map<String, String> uses() {
    Map<String, String> uses = new LinkedHashMap<>();
    uses.put("jdk.unsupported", "any call");
    uses.put("java.logging", "any call");
    uses.put("java.management", "any call");
    uses.put("java.naming", "any call");
    uses.put("jdk.net", "ps, logs and stop from other programs");
    uses.put("java.compiler", "run FILE.java");
    uses.put("jdk.compiler", "run FILE.java");
    uses.put("jdk.jshell", "run FILE.jsh and whole cells");
    uses.put("jdk.jfr", "profile(…)");
    uses.put("jdk.management", "any call");
    return uses;
  }

  static Finding finding() {
    return finding(name -> ModuleLayer.boot().findModule(name).isPresent());
  }

  /**
   * @param isHere whether there is a module of that name
   */
  static Finding finding(Predicate<String> isHere) {
    List<String> missing = new ArrayList<>();
    USES.forEach(
        (module, use) -> {
          if (!isHere.test(module)) {
            missing.add(module + " (for " + use + ")");
          }
        });
    if (missing.isEmpty()) {
      return Finding.ok("modules", "all that are used");
    }
    String text = "this Java lacks " + String.join(", ", missing) + CURE;
    boolean stopsCalls = missing.stream().anyMatch(each -> each.endsWith("(for any call)"));
    return stopsCalls ? Finding.wrong("modules", text) : Finding.absent("modules", text);
  }
}
