package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * Three arguments of one call.
 *
 * @param a the first
 * @param b the second
 * @param c the third
 * @param <A> type of the first
 * @param <B> type of the second
 * @param <C> type of the third
 */
public record Args3<
        A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>(
    A a, B b, C c) implements Args {
  @Override
  public @Nullable Object[] toArray() {
    return new @Nullable Object[] {a, b, c};
  }
}
