package dev.openmodal.docker;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.spi.InstanceSpec;

/** Why a container with an agent is not there, in words that say what to change. */
final class StartFailure {
  private StartFailure() {}

  static OpenModalException exited(InstanceSpec spec, String name, int exitCode, String said) {
    return failure(
        "The worker for app "
            + spec.app()
            + " (container "
            + name
            + ") ended before it was ready, with exit code "
            + exitCode
            + ". Check jvmOptions(…), env(…), memory(…) and the image, then call again."
            + (said.isEmpty() ? " It said nothing." : " It said:\n" + said + "\n"));
  }

  static OpenModalException notReady(InstanceSpec spec, String name, int seconds, String said) {
    return failure(
        "The worker for app "
            + spec.app()
            + " (container "
            + name
            + ") was started and was not ready after "
            + seconds
            + " s, so it was ended. This machine may be too busy: call again when it is less so."
            + (said.isEmpty() ? "" : " It said:\n" + said + "\n"));
  }

  static OpenModalException engineGone(InstanceSpec spec, String name) {
    return failure(
        "The Docker Engine ended while the worker for app "
            + spec.app()
            + " (container "
            + name
            + ") was starting. Call again when it is back.");
  }

  private static OpenModalException failure(String message) {
    return new OpenModalException(ErrorCode.WORKER_START, message);
  }
}
