package dev.openmodal.engine.command;

import dev.openmodal.engine.call.CallRegister;
import dev.openmodal.engine.pool.WorkerState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** The calls and maps that go on by themselves, and the last ones that have ended. */
  CallRegister calls();

  /**
   * The value of an expression, as if it were typed there.
   *
   * @throws dev.openmodal.OpenModalException where there is no way to ask for it
   * @throws IllegalArgumentException where it does not compile
   */
  @Nullable Object value(String expression);
}
