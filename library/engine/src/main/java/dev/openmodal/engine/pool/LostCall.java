package dev.openmodal.engine.pool;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.spi.InstanceEnd;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a call whose worker is gone.
 *
 * @param hasStarted whether its code had started there
 * @param hasEnded whether its code had ended, so that only its result is lost
 */
record LostCall(Execution execution, boolean hasStarted, boolean hasEnded) {
  /**
   * How it ends, or null if it runs again.
   *
   * @param how how the worker ended
   * @param wasEndedByUs whether this client has ended the worker
   * @param isAlone whether one call runs there at a time
   */
  Execution.@Nullable End end(
      InstanceEnd how,
      boolean wasEndedByUs,
      boolean isAlone,
      boolean exited,
      OpenModalException error) {
    if (execution.isCancelled()) {
      return Execution.asCancelled(execution);
    }
    if (error.code() == ErrorCode.LEASE_LAPSED) {
      return new Execution.NoWorker(error); // what was to run did not, for as long as nobody knows
    }
    Execution.OnLoss onLoss = execution.onLoss();
    if (!hasStarted || (wasEndedByUs && onLoss != Execution.OnLoss.NEVER_AGAIN)) {
      return null;
    }
    boolean byItself = exited || how.cause() == InstanceEnd.Cause.MEMORY;
    boolean mayRunAgain = hasEnded || execution.lost() < Pool.MOST_LOSSES;
    if (onLoss != Execution.OnLoss.RUN_AGAIN || (byItself && isAlone && !hasEnded)) {
      return new Execution.Lost(error, how.exitCode());
    }
    if (mayRunAgain) {
      return null;
    }
    return new Execution.Lost(byItself ? error : ofMany(error), how.exitCode());
  }

  private static OpenModalException ofMany(OpenModalException last) {
    return new OpenModalException(
        ErrorCode.WORKER_LOST,
        "This call has lost "
            + Pool.MOST_LOSSES
            + " workers while it ran on them, and does not run again: it may be what ends them. The"
            + " last loss: "
            + String.valueOf(last.getMessage()).replace(" [" + last.code() + "]", ""),
        last);
  }
}
