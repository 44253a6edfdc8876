package dev.openmodal.engine.command;

import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.provider.Providers;
import org.jspecify.annotations.Nullable;

/** What commands ask of the program in which they are typed. */
public interface Session extends Client {
  /** The providers as it uses them. */
  Providers providers();

  /** Whether it is a notebook's. */
  boolean isNotebook();

  /**
   * The value of an expression, as if it were typed there.
   *
   * @throws dev.openmodal.OpenModalException where there is no way to ask for it
   * @throws IllegalArgumentException where it does not compile
   */
  @Nullable Object value(String expression);
}
