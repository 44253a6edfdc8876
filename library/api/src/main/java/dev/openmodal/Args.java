package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call of a {@code starmap}; made by {@link OpenModal#args}.
 *
 * <pre>{@code
 * Args both = args(2, "x");
 * both.toArray().length // 2
 * }</pre>
 */
public sealed interface Args permits Args2, Args3, Args4 {
  /** {@return them, in their order} */
  @Nullable Object[] toArray();
}
