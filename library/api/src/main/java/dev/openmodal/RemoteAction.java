package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * An action of one argument that can run on a worker and returns no value. Immutable: every option
 * returns a new one.
 *
 * <pre>{@code
 * var greet = app("sums").action((String who) -> System.out.println("hi " + who));
 * greet.remote("ann");
 * greet.forEach(List.of("ben", "cem"));
 * }</pre>
 *
 * @param <A> type of the first argument
 */
public final class RemoteAction<A extends @Nullable Object> extends RemoteCode<RemoteAction<A>> {
  RemoteAction(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it. What it prints appears here.
   *
   * @param a the first argument
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public void remote(A a) {
    callRemotely(a);
  }

  /**
   * Starts the code on a worker and does not wait. What it prints appears here, and is in the
   * call's {@code logs()}.
   *
   * @param a the first argument
   * @return the call, which goes on by itself
   */
  public RemoteCall<@Nullable Void> spawn(A a) {
    return spawnRemotely(a);
  }

  /**
   * Runs the code for each input, on as many workers as {@link #maxContainers} allows, and waits
   * for all. A failure of one input does not end the others.
   *
   * @param inputs are taken from it as they are needed, by another thread
   * @throws MapFailedException if inputs have failed; the others have run
   */
  public void forEach(Iterable<? extends A> inputs) {
    mapRemotely(1, inputs.iterator()).awaitAll();
  }

  /**
   * Runs the code here, in this JVM and thread, without a copy of anything.
   *
   * @param a the first argument
   */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public void local(A a) {
    try {
      if (spec().service().isPresent()) {
        Object service = spec().service().get().here();
        ((Action2<Object, A>) spec().code()).run(service, a);
        return;
      }
      ((Action1<A>) spec().code()).run(a);
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteAction<A> with(CodeSpec spec) {
    return new RemoteAction<>(spec);
  }
}
