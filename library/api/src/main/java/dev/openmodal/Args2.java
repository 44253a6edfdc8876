package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * Two arguments of one call.
 *
 * <pre>{@code
 * var repeat = app("sums").function((Integer n, String text) -> text.repeat(n));
 * repeat.starmap(List.of(args(2, "x"), args(3, "y"))).toList() // [xx, yyy]
 * }</pre>
 *
 * @param a the first
 * @param b the second
 * @param <A> type of the first
 * @param <B> type of the second
 */
public record Args2<A extends @Nullable Object, B extends @Nullable Object>(A a, B b)
    implements Args {
  @Override
  public @Nullable Object[] toArray() {
    return new @Nullable Object[] {a, b};
  }
}
