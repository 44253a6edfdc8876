package dev.openmodal;

import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument that can run on a worker. Immutable: every option returns a new one.
 *
 * <pre>{@code
 * var twice = app("sums").function((Integer n) -> n * 2);
 * twice.remote(21) // 42
 * twice.map(List.of(1, 2, 3)).toList() // [2, 4, 6]
 * }</pre>
 *
 * @param <A> type of the first argument
 * @param <R> type of the result
 */
public final class RemoteFunction<A extends @Nullable Object, R extends @Nullable Object>
    extends RemoteCode<RemoteFunction<A, R>> {
  RemoteFunction(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it and its result. What it prints appears here.
   *
   * @param a the first argument
   * @return the result, possibly null
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public R remote(A a) {
    return callRemotely(a);
  }

  /**
   * Starts the code on a worker and does not wait. What it prints appears here, and is in the
   * call's {@code logs()}.
   *
   * @param a the first argument
   * @return the call, which goes on by itself
   */
  public RemoteCall<R> spawn(A a) {
    return spawnRemotely(a);
  }

  /**
   * Runs the code for each input, on as many workers as {@link #maxContainers} allows, and does not
   * wait: the results come as they are ready. A failure of one input does not end the others.
   *
   * @param inputs are taken from it as they are needed, by another thread
   * @return the results, which come as they are ready
   */
  public MapResults<A, R> map(Iterable<? extends A> inputs) {
    return mapRemotely(1, inputs.iterator());
  }

  /**
   * The same for the elements of a stream.
   *
   * @param inputs are taken from it as they are needed, by another thread
   * @return the results, which come as they are ready
   */
  public MapResults<A, R> map(Stream<? extends A> inputs) {
    return mapRemotely(1, inputs.iterator());
  }

  /**
   * The same for what an iterator gives.
   *
   * @param inputs is asked as inputs are needed, by another thread
   * @return the results, which come as they are ready
   */
  public MapResults<A, R> map(Iterator<? extends A> inputs) {
    return mapRemotely(1, inputs);
  }

  /**
   * Runs the code for each input and waits for all; results are dropped.
   *
   * @param inputs as many as there are
   * @throws MapFailedException if inputs have failed; the others have run
   */
  public void forEach(Iterable<? extends A> inputs) {
    map(inputs).awaitAll();
  }

  /**
   * Runs the code here, in this JVM and thread, without a copy of anything.
   *
   * @param a the first argument
   * @return the result, possibly null
   */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public R local(A a) {
    try {
      if (spec().service().isPresent()) {
        Object service = spec().service().get().here();
        return ((Fn2<Object, A, R>) spec().code()).apply(service, a);
      }
      return ((Fn1<A, R>) spec().code()).apply(a);
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteFunction<A, R> with(CodeSpec spec) {
    return new RemoteFunction<>(spec);
  }
}
