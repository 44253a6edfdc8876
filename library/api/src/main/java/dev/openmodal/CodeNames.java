package dev.openmodal;

import dev.openmodal.bridge.Notebooks;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Classes, methods and frames as their author knows them, without what jshell puts around. */
final class CodeNames {
  private static final Pattern WRAPPER = Pattern.compile("^REPL\\.\\$JShell\\$(\\w+?)(?:\\$|$)");
  private static final Pattern OF_JAVA =
      Pattern.compile("^(java|javax|jdk|sun|com\\.sun|org\\.xml\\.sax|org\\.w3c\\.dom)\\.");
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+?)\\$\\d+(?:\\$\\d+)?");
  private static final Pattern SNIPPET_LAMBDA = Pattern.compile("lambda\\$do_it\\$\\$?.*");

  private CodeNames() {}

  static boolean isOfJava(StackTraceElement frame) {
    return isOfJava(frame.getClassName());
  }

  static boolean isOfJava(String className) {
    return OF_JAVA.matcher(className).find();
  }

  /** {@code Node[]} of {@code [LREPL.$JShell$11$Node;}. */
  static String type(String jvmName) {
    int dimensions = 0;
    while (dimensions < jvmName.length() && jvmName.charAt(dimensions) == '[') {
      dimensions++;
    }
    return element(jvmName, dimensions) + "[]".repeat(dimensions);
  }

  /** {@code Node@1b2c} of {@code REPL.$JShell$11$Node@1b2c}. */
  static String lock(String described) {
    int at = described.lastIndexOf('@');
    return at < 0 ? described : type(described.substring(0, at)) + described.substring(at);
  }

  private static String element(String jvmName, int dimensions) {
    String name = jvmName.substring(dimensions);
    if (dimensions > 0 && name.startsWith("L") && name.endsWith(";")) {
      name = name.substring(1, name.length() - 1);
    } else if (dimensions > 0 && name.length() == 1) {
      return switch (name.charAt(0)) {
        case 'Z' -> "boolean";
        case 'B' -> "byte";
        case 'C' -> "char";
        case 'S' -> "short";
        case 'I' -> "int";
        case 'J' -> "long";
        case 'F' -> "float";
        case 'D' -> "double";
        default -> name;
      };
    }
    return ofClass(name);
  }

  private static String ofClass(String name) {
    Matcher wrapper = WRAPPER.matcher(name);
    if (!wrapper.find()) {
      return name;
    }
    String own = name.substring(wrapper.end());
    return own.isEmpty() ? "snippet " + wrapper.group(1) : own.replaceAll("^\\d+(?=\\p{L})", "");
  }

  /** The same of {@code REPL.$JShell$11$Node.add}; what is in parentheses is no method. */
  static String method(String frame) {
    int dot = frame.lastIndexOf('.');
    return frame.startsWith("(") || dot < 0
        ? frame
        : method(frame.substring(0, dot), frame.substring(dot + 1));
  }

  /** {@code HashMap.put} of {@code java.util.HashMap.put}. */
  static String withoutPackage(String method) {
    int dot = method.lastIndexOf('.');
    int before = dot < 0 ? -1 : method.lastIndexOf('.', dot - 1);
    return method.substring(before + 1);
  }

  /** {@code Node.add}, {@code cost}, {@code lambda}, {@code java.util.HashMap.put}. */
  static String method(String className, String method) {
    boolean isOfSnippet = WRAPPER.matcher(className).find();
    String owner = isOfSnippet ? ofClass(className) : className;
    String prefix = owner.isEmpty() || owner.startsWith("snippet ") ? "" : owner + ".";
    if (SNIPPET_LAMBDA.matcher(method).matches()) {
      return prefix + "lambda";
    }
    Matcher lambda = LAMBDA.matcher(method);
    if (lambda.matches()) {
      return prefix + "lambda in " + lambda.group(1);
    }
    return prefix + (method.startsWith("do_it$") ? "snippet" : method);
  }

  /** {@code Node.add(#12:3)}; the line of a snippet is known in notebooks whose kernel tells it. */
  static String frame(StackTraceElement frame) {
    String name = method(frame.getClassName(), frame.getMethodName());
    Matcher wrapper = WRAPPER.matcher(frame.getClassName());
    if (wrapper.find()) {
      return name + named(frame, wrapper.group(1));
    }
    String where =
        frame.isNativeMethod()
            ? "native"
            : frame.getFileName() == null
                ? "no source"
                : frame.getFileName()
                    + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
    return name + "(" + where + ")";
  }

  private static String named(StackTraceElement frame, String snippet) {
    StackTraceElement[] known =
        Notebooks.current()
            .map(notebook -> notebook.named(new StackTraceElement[] {frame}))
            .orElse(new StackTraceElement[0]);
    String file = known.length == 1 ? known[0].getFileName() : null;
    return file != null && file.startsWith("#")
        ? "(" + file + ":" + known[0].getLineNumber() + ")"
        : "(#" + snippet + ")";
  }
}
