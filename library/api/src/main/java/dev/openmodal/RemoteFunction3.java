package dev.openmodal;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function of three arguments that can run on a worker. Immutable: every option returns a new
 * one.
 *
 * <pre>{@code
 * var add = app("sums").function((Integer a, Integer b, Integer c) -> a + b + c);
 * add.remote(1, 2, 3) // 6
 * }</pre>
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <R> type of the result
 */
public final class RemoteFunction3<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        R extends @Nullable Object>
    extends RemoteCode<RemoteFunction3<A, B, C, R>> {
  RemoteFunction3(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it and its result. What it prints appears here.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @return the result, possibly null
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public R remote(A a, B b, C c) {
    return callRemotely(a, b, c);
  }

  /**
   * Starts the code on a worker and does not wait. What it prints appears here, and is in the
   * call's {@code logs()}.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @return the call, which goes on by itself
   */
  public RemoteCall<R> spawn(A a, B b, C c) {
    return spawnRemotely(a, b, c);
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
  public MapResults<Args3<A, B, C>, R> starmap(Iterable<? extends Args3<A, B, C>> inputs) {
    return mapRemotely(3, inputs.iterator());
  }

  /**
   * The same for the elements of a stream.
   *
   * @param inputs are taken from it as they are needed, by another thread
   * @return the results, which come as they are ready
   */
  public MapResults<Args3<A, B, C>, R> starmap(Stream<? extends Args3<A, B, C>> inputs) {
    return mapRemotely(3, inputs.iterator());
  }

  /**
   * Runs the code here, in this JVM and thread, without a copy of anything.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @return the result, possibly null
   */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public R local(A a, B b, C c) {
    try {
      if (spec().service().isPresent()) {
        Object service = spec().service().get().here();
        return ((Fn4<Object, A, B, C, R>) spec().code()).apply(service, a, b, c);
      }
      return ((Fn3<A, B, C, R>) spec().code()).apply(a, b, c);
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteFunction3<A, B, C, R> with(CodeSpec spec) {
    return new RemoteFunction3<>(spec);
  }
}
