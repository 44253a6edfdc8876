package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * Four arguments of one call.
 *
 * @param a the first
 * @param b the second
 * @param c the third
 * @param d the fourth
 * @param <A> type of the first
 * @param <B> type of the second
 * @param <C> type of the third
 * @param <D> type of the fourth
 */
public record Args4<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        D extends @Nullable Object>(
    A a, B b, C c, D d) implements Args {
  @Override
  public @Nullable Object[] toArray() {
    return new @Nullable Object[] {a, b, c, d};
  }
}
