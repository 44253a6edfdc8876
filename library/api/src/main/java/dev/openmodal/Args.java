package dev.openmodal;

import org.jspecify.annotations.Nullable;

/** The arguments of one call of a {@code starmap}; made by {@link OpenModal#args}. */
public sealed interface Args permits Args2, Args3, Args4 {
  /** Them, in their order. */
  @Nullable Object[] toArray();
}
