package dev.openmodal.wire.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something in the graph cannot travel: thrown where it is met, and given the steps of its path on
 * the way out. Becomes a {@link ValueRefusedException}.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 8;

  private final String type;
  private final String reason;
  private final String advice;
  private final boolean ambiguousLambda;
  private final ArrayList<String> steps = new ArrayList<>();

  private Refusal(
      String type,
      String reason,
      String advice,
      boolean ambiguousLambda,
      @Nullable Throwable cause) {
    super(reason, cause, false, false); // the path says where, a stack trace would not
    this.type = type;
    this.reason = reason;
    this.advice = advice;
    this.ambiguousLambda = ambiguousLambda;
  }

  static Refusal of(Class<?> type, String reason, String advice) {
    return new Refusal(TypeNames.display(type), reason, advice, false, null);
  }

  static Refusal of(String type, String reason, String advice, @Nullable Throwable cause) {
    return new Refusal(type, reason, advice, false, cause);
  }

  static Refusal ofAmbiguousLambda(Class<?> lambda) {
    String unit = TypeNames.isTyped(lambda) ? "snippet" : "class";
    return new Refusal(
        TypeNames.display(lambda),
        "it cannot be told from another lambda of the same form in the same " + unit,
        "Declare it with a Serializable type such as Fn1, or put each in a %s of its own."
            .formatted(unit),
        true,
        null);
  }

  /** Adds the step that led here, if it has words, the innermost first. */
  Refusal at(@Nullable String step) {
    if (step != null) {
      steps.add(step);
    }
    return this;
  }

  /** The same path as of another refusal. */
  Refusal withStepsOf(Refusal other) {
    steps.addAll(other.steps);
    return this;
  }

  String type() {
    return type;
  }

  String reason() {
    return reason;
  }

  String advice() {
    return advice;
  }

  boolean isAmbiguousLambda() {
    return ambiguousLambda;
  }

  ValueRefusedException toException(String root) {
    List<String> path = new ArrayList<>(steps);
    Collections.reverse(path);
    if (path.size() > 2 * SHOWN) {
      int left = path.size() - 2 * SHOWN;
      path.subList(SHOWN, SHOWN + left).clear();
      path.add(SHOWN, "\u2026 (" + left + " more steps)");
    }
    path.add(0, root);
    return new ValueRefusedException(path, this);
  }
}
