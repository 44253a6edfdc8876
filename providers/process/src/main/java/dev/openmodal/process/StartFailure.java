package dev.openmodal.process;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.spi.InstanceSpec;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a child JVM is not there, in words that say what to change. */
final class StartFailure {
  // What HotSpot and OpenJ9 say about options that they do not take.
  private static final Pattern OPTION =
      Pattern.compile(
          "(?:Unrecognized (?:VM )?option:?|Unrecognized option|Invalid (?:maximum |initial )?heap"
              + " size:|Improperly specified VM option|Unsupported option|Conflicting[^\\n]*option)"
              + " *'?([^'\\s]+)'?");
  private static final Pattern NO_MEMORY =
      Pattern.compile("Could not reserve enough space|insufficient memory|Cannot allocate memory");

  private StartFailure() {}

  static OpenModalException noJava(InstanceSpec spec) {
    return failure(
        "There is no Java in "
            + spec.javaHome()
            + ": the file bin/java is missing there or cannot be run. Give javaHome(…) the folder of"
            + " a JDK or JRE, 17 or later.",
        null);
  }

  static OpenModalException notStarted(InstanceSpec spec, IOException cause) {
    return failure(
        "The worker for app "
            + spec.app()
            + " could not be started as a process: "
            + cause.getMessage()
            + ". If processes or memory have run out, end some; then call again.",
        cause);
  }

  static OpenModalException exited(InstanceSpec spec, int exitCode, String stderr) {
    return failure(
        "The worker for app "
            + spec.app()
            + " ended before it was ready, with exit code "
            + exitCode
            + ". "
            + advice(spec, stderr)
            + (stderr.isEmpty() ? " It said nothing." : " It said:\n" + stderr + "\n"),
        null);
  }

  static OpenModalException notReady(InstanceSpec spec, int seconds, String stderr) {
    return failure(
        "The worker for app "
            + spec.app()
            + " was started and was not ready after "
            + seconds
            + " s, so it was ended. This machine may be too busy: call again when it is less so."
            + (stderr.isEmpty() ? "" : " It said:\n" + stderr + "\n"),
        null);
  }

  private static String advice(InstanceSpec spec, String stderr) {
    Matcher option = OPTION.matcher(stderr);
    if (option.find()) {
      return "Its Java ("
          + spec.javaHome()
          + ") does not take the option "
          + option.group(1)
          + ": change it in jvmOptions(…) or memory(…).";
    }
    if (NO_MEMORY.matcher(stderr).find()) {
      return "This machine has not the memory that was asked for: ask for less by memory(…), or end"
          + " other programs.";
    }
    if (stderr.contains("UnsupportedClassVersionError")) {
      return "Its Java ("
          + spec.javaHome()
          + ") is older than 17: give javaHome(…) the folder of a newer one.";
    }
    return "Check jvmOptions(…), env(…) and javaHome(…), then call again.";
  }

  private static OpenModalException failure(
      String message, @org.jspecify.annotations.Nullable Throwable cause) {
    return new OpenModalException(ErrorCode.WORKER_START, message, cause);
  }
}
