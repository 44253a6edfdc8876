package dev.openmodal.engine.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.CallState.Phase;
import dev.openmodal.engine.output.ThrownText;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.wire.proto.Threw;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a spawned call stands, as its cell and the register are told. Once it has ended, this holds
 * nothing of its code, and its result never.
 */
final class CallProgress {
  private final String app;
  private final CallRegister.Entry entry;
  private final Optional<CallsView.Call> view;
  private final long start = System.nanoTime();
  private volatile @Nullable Execution execution;

  @GuardedBy("this")
  private @Nullable CallState last;

  /**
   * @param entry its own, in the register
   * @param view shows it in its cell
   */
  CallProgress(String app, CallRegister.Entry entry, Optional<CallsView.Call> view) {
    this.app = app;
    this.entry = entry;
    this.view = view;
  }

  CallRegister.Entry entry() {
    return entry;
  }

  void begins() {
    entry.begins(this::state);
  }

  /** It is given to workers, perhaps not for the first time. */
  void runsAs(Execution next) {
    execution = next;
    view.ifPresent(shown -> shown.runsAs(next));
  }

  /** It has ended; true the first time. */
  boolean ends(@Nullable Throwable thrown) {
    return thrown == null
        ? ends(Phase.DONE, "")
        : ends(phaseOf(thrown), isCancelled(thrown) ? "" : ThrownText.headline(thrown));
  }

  /** The same, of a result that came element by element. */
  boolean ends(Execution.Ended ended) {
    Phase how = phaseOf(ended);
    return ends(
        how,
        how == Phase.FAILED && ended.end() instanceof Execution.Failed failed
            ? failed.threw().getDescription().lines().findFirst().orElse("")
            : "");
  }

  private boolean ends(Phase how, String detail) {
    synchronized (this) {
      if (last != null) {
        return false;
      }
      last = now(how, detail);
      execution = null;
    }
    view.ifPresent(shown -> shown.ends(how));
    entry.ends();
    return true;
  }

  static Phase phaseOf(Throwable thrown) {
    return isCancelled(thrown) ? Phase.CANCELLED : Phase.FAILED;
  }

  private static boolean isCancelled(Throwable thrown) {
    return thrown instanceof OpenModalException e && e.code() == ErrorCode.CANCELLED;
  }

  static Phase phaseOf(Execution.Ended ended) {
    if (ended.end() instanceof Execution.Returned) {
      return Phase.DONE;
    }
    return ended.end() instanceof Execution.Failed failed
            && failed.threw().getReason() == Threw.Reason.CANCELLED
        ? Phase.CANCELLED
        : Phase.FAILED;
  }

  /** How it stands. */
  synchronized CallState state() {
    if (last != null) {
      return last;
    }
    Execution running = execution;
    boolean runs = running != null && !Execution.running(List.of(running)).isEmpty();
    return now(runs ? Phase.RUNNING : Phase.WAITING, "");
  }

  private CallState now(Phase phase, String detail) {
    Execution known = phase == Phase.WAITING ? null : execution;
    return new CallState(
        entry.id(),
        CallState.Kind.CALL,
        app,
        phase,
        Duration.ofNanos(System.nanoTime() - start),
        known == null ? "" : known.workerName(),
        detail,
        entry.log().printed());
  }
}
