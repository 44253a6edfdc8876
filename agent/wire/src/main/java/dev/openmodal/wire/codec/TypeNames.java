package dev.openmodal.wire.codec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of classes as their authors know them. */
public final class TypeNames {
  private static final Pattern REPL =
      Pattern.compile("REPL\\.\\$JShell\\$(\\w+?)(?:\\$(.+))?", Pattern.DOTALL);
  private static final Pattern REDEFINED = Pattern.compile("(\\d+)[A-Z]*");

  private TypeNames() {}

  /** Whether the class was made in the REPL. */
  static boolean isTyped(Class<?> type) {
    return type.getName().startsWith("REPL.");
  }

  /** {@code Point} for a record of that name that was typed into the REPL; arrays with brackets. */
  public static String display(Class<?> type) {
    if (type.isArray()) {
      return display(type.getComponentType()) + "[]";
    }
    if (Enum.class.isAssignableFrom(type) && !type.isEnum() && type != Enum.class) {
      return display(type.getSuperclass()); // a constant with a body
    }
    return display(type.getName());
  }

  /**
   * The name as its author knows it.
   *
   * @param binaryName such as {@code REPL.$JShell$12$Point} or {@code java.lang.String}
   */
  public static String display(String binaryName) {
    int lambda = binaryName.indexOf("$$Lambda");
    if (lambda > 0) {
      return "a lambda of " + display(binaryName.substring(0, lambda));
    }
    Matcher repl = REPL.matcher(binaryName);
    if (!repl.matches()) {
      return binaryName;
    }
    Matcher number = REDEFINED.matcher(repl.group(1));
    String snippet = "snippet " + (number.matches() ? number.group(1) : repl.group(1));
    String inner = repl.group(2);
    if (inner == null) {
      return snippet;
    }
    if (inner.chars().allMatch(Character::isDigit)) {
      return "an anonymous class of " + snippet;
    }
    // Outer$Inner, and 1Local for a class inside a method
    return inner.replaceAll("(^|\\$)\\d+(?=\\D)", "$1").replace('$', '.');
  }
}
