package dev.openmodal.engine.call;

import dev.openmodal.CodeSpec;
import dev.openmodal.Fn0;
import dev.openmodal.bridge.ServiceHandle;
import dev.openmodal.engine.snapshot.Snapshot;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A service with the code and the values of the moment in which it was first used. */
final class FrozenService implements ServiceHandle {
  private final CodeSpec spec;
  private final Snapshot snapshot;
  private @Nullable Object here;

  FrozenService(CodeSpec spec, Snapshot snapshot) {
    this.spec = spec;
    this.snapshot = snapshot;
  }

  /** What makes its object on a worker. */
  Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public synchronized Object here() throws Exception {
    if (here == null) {
      here =
          Objects.requireNonNull(
              ((Fn0<?>) spec.code()).apply(), "the lambda of the service has returned null");
    }
    return here;
  }
}
