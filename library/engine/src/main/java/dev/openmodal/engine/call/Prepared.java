package dev.openmodal.engine.call;

import dev.openmodal.CodeSpec;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Pool;
import dev.openmodal.engine.snapshot.Snapshot;
import dev.openmodal.wire.proto.Call;
import java.time.Duration;

/**
 * Code that is ready to be called: captured, frozen, checked.
 *
 * @param spec the code and its options
 * @param snapshot what workers are sent of it
 * @param pool whose workers run it
 * @param results reads what they answer
 */
record Prepared(CodeSpec spec, Snapshot snapshot, Pool pool, ResultReader results) {
  /** A call that no worker was given yet. */
  Execution call(
      Execution.Arguments arguments,
      Execution.OnLoss onLoss,
      Call.Streams streams,
      Execution.Receiver receiver) {
    return new Execution(snapshot, arguments, spec.options().timeout(), onLoss, streams, receiver);
  }

  /** What becomes of a call that nobody waits for while it runs. */
  Execution.OnLoss onLoss() {
    return spec.options().failures().atMostOnce()
        ? Execution.OnLoss.NEVER_AGAIN
        : Execution.OnLoss.RUN_AGAIN;
  }

  /** How long its workers stay warm. */
  Duration window() {
    return spec.options().scaling().scaledownWindow();
  }

  /** Sees the classes of the code. */
  ClassLoader loader() {
    return snapshot.capture().loader();
  }
}
