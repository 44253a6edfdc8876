package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * An action of four arguments that can run on a worker and returns no value. Immutable: every
 * option returns a new one.
 *
 * <pre>{@code
 * var sum =
 *     app("sums").action(
 *         (Integer a, Integer b, Integer c, Integer d) -> System.out.println(a + b + c + d));
 * sum.remote(1, 2, 3, 4);
 * }</pre>
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <D> type of the fourth argument
 */
public final class RemoteAction4<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        D extends @Nullable Object>
    extends RemoteCode<RemoteAction4<A, B, C, D>> {
  RemoteAction4(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it. What it prints appears here.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public void remote(A a, B b, C c, D d) {
    callRemotely(a, b, c, d);
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
  public RemoteCall<@Nullable Void> spawn(A a, B b, C c, D d) {
    return spawnRemotely(a, b, c, d);
  }

  /**
   * Runs the code for each input, on as many workers as {@link #maxContainers} allows, and waits
   * for all. A failure of one input does not end the others.
   *
   * @param inputs are taken from it as they are needed, by another thread
   * @throws MapFailedException if inputs have failed; the others have run
   */
  public void forEach(Iterable<? extends Args4<A, B, C, D>> inputs) {
    mapRemotely(4, inputs.iterator()).awaitAll();
  }

  /**
   * Runs the code here, in this JVM and thread, without a copy of anything.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public void local(A a, B b, C c, D d) {
    try {
      ((Action4<A, B, C, D>) spec().code()).run(a, b, c, d);
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteAction4<A, B, C, D> with(CodeSpec spec) {
    return new RemoteAction4<>(spec);
  }
}
