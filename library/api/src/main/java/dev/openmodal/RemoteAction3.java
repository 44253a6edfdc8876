package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * An action of three arguments that can run on a worker and returns no value. Immutable: every
 * option returns a new one.
 *
 * <pre>{@code
 * var sum =
 *     app("sums").action((Integer a, Integer b, Integer c) -> System.out.println(a + b + c));
 * sum.remote(1, 2, 3);
 * }</pre>
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 */
public final class RemoteAction3<
        A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
    extends RemoteCode<RemoteAction3<A, B, C>> {
  RemoteAction3(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it. What it prints appears here.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public void remote(A a, B b, C c) {
    callRemotely(a, b, c);
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
  public RemoteCall<@Nullable Void> spawn(A a, B b, C c) {
    return spawnRemotely(a, b, c);
  }

  /**
   * Runs the code for each input, on as many workers as {@link #maxContainers} allows, and waits
   * for all. A failure of one input does not end the others.
   *
   * @param inputs are taken from it as they are needed, by another thread
   * @throws MapFailedException if inputs have failed; the others have run
   */
  public void forEach(Iterable<? extends Args3<A, B, C>> inputs) {
    mapRemotely(3, inputs.iterator()).awaitAll();
  }

  /**
   * Runs the code here, in this JVM and thread, without a copy of anything.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public void local(A a, B b, C c) {
    try {
      if (spec().service().isPresent()) {
        Object service = spec().service().get().here();
        ((Action4<Object, A, B, C>) spec().code()).run(service, a, b, c);
        return;
      }
      ((Action3<A, B, C>) spec().code()).run(a, b, c);
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteAction3<A, B, C> with(CodeSpec spec) {
    return new RemoteAction3<>(spec);
  }
}
