package dev.openmodal.engine.capture;

import dev.openmodal.Captured;
import dev.openmodal.Captured.CapturedValue;
import dev.openmodal.DataSize;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.wire.codec.TypeNames;
import dev.openmodal.wire.codec.ValueRefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is said when something cannot travel. */
public final class CaptureErrors {
  private CaptureErrors() {}

  static OpenModalException refused(List<String> from, ValueRefusedException e) {
    return refused(
        e.isAmbiguousLambda() ? ErrorCode.AMBIGUOUS_LAMBDA : ErrorCode.CAPTURE_REFUSED, from, e);
  }

  /**
   * The sentence for a value that cannot travel: the path to it, its type, why, and what to do.
   *
   * @param from the start of the path
   */
  public static OpenModalException refused(
      ErrorCode code, List<String> from, ValueRefusedException e) {
    List<String> path = new ArrayList<>(from);
    path.addAll(e.path());
    path.add(e.type());
    return new OpenModalException(
        code, String.join(" → ", path) + ": " + e.reason() + ". " + e.advice());
  }

  static OpenModalException noClassFile(Class<?> type) {
    return new OpenModalException(
        ErrorCode.CAPTURE_REFUSED,
        "lambda → "
            + TypeNames.display(type)
            + ": its class file cannot be had here. Declare the class in a snippet, or put its jar on the"
            + " class path.");
  }

  static OpenModalException kernelClass(List<String> path, Class<?> type) {
    return new OpenModalException(
        ErrorCode.CAPTURE_REFUSED,
        String.join(" → ", path)
            + " → "
            + type.getName()
            + ": a class of the notebook kernel itself cannot travel. Take what you need from it before the"
            + " lambda.");
  }

  static OpenModalException twoOfOneName(Class<?> one, Class<?> other) {
    return new OpenModalException(
        ErrorCode.CAPTURE_REFUSED,
        "lambda → "
            + TypeNames.display(one)
            + ": two classes of this name, of the loaders "
            + one.getClassLoader()
            + " and "
            + other.getClassLoader()
            + ", cannot travel together. Let the lambda use one of them.");
  }

  static OpenModalException tooLarge(DataSize limit, Captured captured) {
    StringBuilder parts = new StringBuilder();
    captured.values().stream()
        .sorted(Comparator.comparingLong(CapturedValue::bytes).reversed())
        .limit(10)
        .forEach(
            part ->
                parts
                    .append("\n  ")
                    .append(new DataSize(part.bytes()))
                    .append("  ")
                    .append(part.name())
                    .append(" (")
                    .append(part.origin())
                    .append(", ")
                    .append(part.type())
                    .append(')'));
    return new OpenModalException(
        ErrorCode.CAPTURE_TOO_LARGE,
        "The lambda captures "
            + captured.size()
            + ", more than the limit of "
            + limit
            + ". Pass large data as an argument, or raise captureLimit(\"…\")."
            + (parts.length() == 0 ? "" : " The largest parts:" + parts));
  }
}
