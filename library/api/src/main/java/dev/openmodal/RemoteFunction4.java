package dev.openmodal;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function of four arguments that can run on a worker. Immutable: every option returns a new one.
 *
 * <pre>{@code
 * var add = app("sums").function((Integer a, Integer b, Integer c, Integer d) -> a + b + c + d);
 * add.remote(1, 2, 3, 4) // 10
 * }</pre>
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <D> type of the fourth argument
 * @param <R> type of the result
 */
public final class RemoteFunction4<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        D extends @Nullable Object,
        R extends @Nullable Object>
    extends RemoteCode<RemoteFunction4<A, B, C, D, R>> {
  RemoteFunction4(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it and its result. What it prints appears here.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   * @return the result, possibly null
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public R remote(A a, B b, C c, D d) {
    return callRemotely(a, b, c, d);
  }

  /**
   * Starts the code on a worker and does not wait. What it prints appears here, and is in the
   * call's {@code logs()}.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   * @return the call, which goes on by itself
   */
  public RemoteCall<R> spawn(A a, B b, C c, D d) {
    return spawnRemotely(a, b, c, d);
  }

  /**
   * Runs the code for each set of arguments, on as many workers as {@link #maxContainers} allows,
   * and does not wait: the results come as they are ready. A failure of one does not end the
   * others.
   *
   * @param inputs made by {@link OpenModal#args}; are taken from it as they are needed, by another
   *     thread
   * @return the results, which come as they are ready
   */
  public MapResults<Args4<A, B, C, D>, R> starmap(Iterable<? extends Args4<A, B, C, D>> inputs) {
    return mapRemotely(4, inputs.iterator());
  }

  /**
   * The same for the elements of a stream.
   *
   * @param inputs are taken from it as they are needed, by another thread
   * @return the results, which come as they are ready
   */
  public MapResults<Args4<A, B, C, D>, R> starmap(Stream<? extends Args4<A, B, C, D>> inputs) {
    return mapRemotely(4, inputs.iterator());
  }

  /**
   * Runs the code here, in this JVM and thread, without a copy of anything.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   * @return the result, possibly null
   */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public R local(A a, B b, C c, D d) {
    try {
      return ((Fn4<A, B, C, D, R>) spec().code()).apply(a, b, c, d);
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteFunction4<A, B, C, D, R> with(CodeSpec spec) {
    return new RemoteFunction4<>(spec);
  }
}
