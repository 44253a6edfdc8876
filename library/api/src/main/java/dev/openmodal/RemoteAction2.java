package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * An action of two arguments that can run on a worker and returns no value. Immutable: every option
 * returns a new one.
 *
 * <pre>{@code
 * var say = app("sums").action((String what, String who) -> System.out.println(what + who));
 * say.remote("hi ", "ann");
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
   * Starts the code on a worker and does not wait. What it prints appears here, and is in the
   * call's {@code logs()}.
   *
   * @param a the first argument
   * @param b the second argument
   * @return the call, which goes on by itself
   */
  public RemoteCall<@Nullable Void> spawn(A a, B b) {
    return spawnRemotely(a, b);
  }

  /**
   * Runs the code for each input, on as many workers as {@link #maxContainers} allows, and waits
   * for all. A failure of one input does not end the others.
   *
   * @param inputs are taken from it as they are needed, by another thread
   * @throws MapFailedException if inputs have failed; the others have run
   */
  public void forEach(Iterable<? extends Args2<A, B>> inputs) {
    mapRemotely(2, inputs.iterator()).awaitAll();
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
      if (spec().service().isPresent()) {
        Object service = spec().service().get().here();
        ((Action3<Object, A, B>) spec().code()).run(service, a, b);
        return;
      }
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
