package dev.openmodal.wire.codec;

import java.util.List;

/** Something cannot travel. Names the way to it from the root, why, and what to do instead. */
public final class ValueRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final List<String> path;
  private final String type;
  private final String reason;
  private final String advice;
  private final boolean ambiguousLambda;

  ValueRefusedException(List<String> path, Refusal refusal) {
    super(
        what(path, refusal.type(), refusal.reason()) + " " + refusal.advice(), refusal.getCause());
    this.path = List.copyOf(path);
    this.type = refusal.type();
    this.reason = refusal.reason();
    this.advice = refusal.advice();
    this.ambiguousLambda = refusal.isAmbiguousLambda();
  }

  private static String what(List<String> path, String type, String reason) {
    return String.join(" \u2192 ", path) + " \u2192 " + type + ": " + reason + ".";
  }

  /** The way to it and why, as a sentence; not what to do. */
  public String what() {
    return what(path, type, reason);
  }

  /** The steps from the root, such as {@code reader (snippet variable)}, {@code element 3}. */
  public List<String> path() {
    return path;
  }

  /** What is refused, such as {@code java.io.FileReader}. */
  public String type() {
    return type;
  }

  /** Why, such as {@code an open file cannot travel}; no full stop. */
  public String reason() {
    return reason;
  }

  /** What to do, such as {@code Open it inside the lambda.} */
  public String advice() {
    return advice;
  }

  /** Whether a plain lambda was refused because another one looks the same. */
  public boolean isAmbiguousLambda() {
    return ambiguousLambda;
  }
}
