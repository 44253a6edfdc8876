package dev.openmodal.engine.client;

import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.pool.WorkerState;
import java.util.List;
import java.util.Optional;

/** One program that has workers: this one, or another one of the same user. */
public interface Client {
  /** Which one it is. */
  ClientState state();

  /** Whether it had ended when it was asked last. */
  default boolean isGone() {
    return false;
  }

  /** Its workers. */
  List<WorkerState> workers();

  /** The calls and maps that go on by themselves, and the last ones that have ended. */
  List<CallState> calls();

  /**
   * What one of these has printed, from that byte on.
   *
   * @return nothing where it knows no such call
   */
  Optional<LogPart> log(long call, long from);

  /**
   * Stops what runs and waits there, and ends the workers.
   *
   * @param app only those of that app
   * @return how many workers it has ended
   */
  int stop(Optional<String> app);
}
