package dev.openmodal.bridge;

import dev.openmodal.Captured;
import dev.openmodal.CodeSpec;
import org.jspecify.annotations.Nullable;

/** What the API asks of the library behind it. Found by {@link Engines}; users never meet it. */
public interface Engine {
  /**
   * Runs the code on a worker and waits.
   *
   * @param arguments as many as the code takes
   * @return the result, or null; throws what the code throws
   */
  @Nullable Object call(CodeSpec spec, @Nullable Object[] arguments);

  /** Makes what the first call needs. */
  default void prepare() {}

  /** What a call made now would capture. */
  Captured captured(CodeSpec spec);

  /**
   * A few lines about the code for display; never throws.
   *
   * @param kind such as {@code RemoteFunction}
   */
  String describe(String kind, CodeSpec spec);

  /**
   * Runs the {@code openmodal} command.
   *
   * @return its exit code
   */
  int command(String... arguments);
}
