package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * An action of two arguments that can run on a worker and returns no value. Immutable: every option
 * returns a new one.
 *
 * <pre>{@code
 * var greet = app("sums").action((int a, int b) -> System.out.println("hi"));
 * greet.remote(1, 2);
 * }</pre>
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 */
public final class RemoteAction2<A extends @Nullable Object, B extends @Nullable Object>
    extends RemoteCode<RemoteAction2<A, B>> {
  RemoteAction2(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it. What it prints appears here.
   *
   * @param a the first argument
   * @param b the second argument
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public void remote(A a, B b) {
    callRemotely(a, b);
  }

  /**
   * Runs the code here, in this JVM and thread, without a copy of anything.
   *
   * @param a the first argument
   * @param b the second argument
   */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public void local(A a, B b) {
    try {
      ((Action2<A, B>) spec().code()).run(a, b);
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteAction2<A, B> with(CodeSpec spec) {
    return new RemoteAction2<>(spec);
  }
}
