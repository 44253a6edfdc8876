package dev.openmodal;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments that can run on a worker. Immutable: every option returns a new one.
 *
 * <pre>{@code
 * var add = app("sums").function((Integer a, Integer b) -> a + b);
 * add.remote(1, 2) // 3
 * add.starmap(List.of(args(1, 2), args(3, 4))).toList() // [3, 7]
 * }</pre>
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <R> type of the result
 */
public final class RemoteFunction2<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends RemoteCode<RemoteFunction2<A, B, R>> {
  RemoteFunction2(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it and its result. What it prints appears here.
   *
   * @param a the first argument
   * @param b the second argument
   * @return the result, possibly null
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public R remote(A a, B b) {
    return callRemotely(a, b);
  }

  /**
   * Starts the code on a worker and does not wait. What it prints appears here, and is in the
   * call's {@code logs()}.
   *
   * @param a the first argument
   * @param b the second argument
   * @return the call, which goes on by itself
   */
  public RemoteCall<R> spawn(A a, B b) {
    return spawnRemotely(a, b);
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
  public MapResults<Args2<A, B>, R> starmap(Iterable<? extends Args2<A, B>> inputs) {
    return mapRemotely(2, inputs.iterator());
  }

  /**
   * The same for the elements of a stream.
   *
   * @param inputs are taken from it as they are needed, by another thread
   * @return the results, which come as they are ready
   */
  public MapResults<Args2<A, B>, R> starmap(Stream<? extends Args2<A, B>> inputs) {
    return mapRemotely(2, inputs.iterator());
  }

  /**
   * Runs the code here, in this JVM and thread, without a copy of anything.
   *
   * @param a the first argument
   * @param b the second argument
   * @return the result, possibly null
   */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public R local(A a, B b) {
    try {
      if (spec().service().isPresent()) {
        Object service = spec().service().get().here();
        return ((Fn3<Object, A, B, R>) spec().code()).apply(service, a, b);
      }
      return ((Fn2<A, B, R>) spec().code()).apply(a, b);
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteFunction2<A, B, R> with(CodeSpec spec) {
    return new RemoteFunction2<>(spec);
  }
}
