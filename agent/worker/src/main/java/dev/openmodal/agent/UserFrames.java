package dev.openmodal.agent;

import java.util.Arrays;
import java.util.List;

/** Tells frames of user code from those of Java and of the worker itself. */
final class UserFrames {
  private static final List<String> OWN = List.of("dev.openmodal.agent.", "dev.openmodal.wire.");

  /** What the worker is built on, too, which user code does not see. */
  private static final List<String> OF_THE_WORKER =
      List.of(
          "dev.openmodal.agent.",
          "dev.openmodal.wire.",
          "dev.openmodal.bridge.",
          "io.grpc.",
          "com.google.protobuf.",
          "com.esotericsoftware.");

  private UserFrames() {}

  static boolean isUser(StackTraceElement frame) {
    return frame.getModuleName() == null
        && !isHidden(frame)
        && OF_THE_WORKER.stream().noneMatch(frame.getClassName()::startsWith);
  }

  private static boolean isOwn(StackTraceElement frame) {
    return OWN.stream().anyMatch(frame.getClassName()::startsWith);
  }

  /** Without the foot by which the worker has called user code: people look for theirs. */
  static StackTraceElement[] withoutFoot(StackTraceElement[] frames) {
    int foot = frames.length;
    for (int i = frames.length - 1; i >= 0; i--) {
      if (isOwn(frames[i])) {
        foot = i;
      } else if (isUser(frames[i])) {
        break;
      }
    }
    if (foot < frames.length) { // else it is a thread of the user's
      while (foot > 0 && isReflection(frames[foot - 1].getClassName())) {
        foot--;
      }
    }
    return Arrays.copyOf(frames, foot);
  }

  /** A class that Java makes between whoever calls a lambda and its body, and the like. */
  static boolean isHidden(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.contains("$$Lambda")
        || (name.startsWith("java.lang.invoke.")
            && (name.contains("LambdaForm$") || name.endsWith("$Holder")));
  }

  private static boolean isReflection(String className) {
    return className.startsWith("java.lang.invoke.")
        || className.startsWith("java.lang.reflect.")
        || className.startsWith("jdk.internal.reflect.");
  }
}
