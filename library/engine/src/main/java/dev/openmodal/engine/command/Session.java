package dev.openmodal.engine.command;

import dev.openmodal.engine.pool.WorkerState;
import java.util.List;
import java.util.Optional;

/** What commands ask of the program in which they are typed. */
public interface Session {
  /** Its workers. */
  List<WorkerState> workers();

  /**
   * Stops what runs and waits there, and ends the workers.
   *
   * @param app only those of that app
   * @return how many workers it has ended
   */
  int stop(Optional<String> app);
}
