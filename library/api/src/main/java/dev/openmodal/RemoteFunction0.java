package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * A function of no argument that can run on a worker. Immutable: every option returns a new one.
 *
 * <pre>{@code
 * var answer = app("sums").function(() -> 6 * 7);
 * answer.remote() // 42
 * answer.local() // 42: here, without a worker
 * }</pre>
 *
 * @param <R> type of the result
 */
public final class RemoteFunction0<R extends @Nullable Object>
    extends RemoteCode<RemoteFunction0<R>> {
  RemoteFunction0(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it and its result. What it prints appears here.
   *
   * @return the result, possibly null
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public R remote() {
    return callRemotely();
  }

  /**
   * Starts the code on a worker and does not wait. What it prints appears here, and is in the
   * call's {@code logs()}.
   *
   * @return the call, which goes on by itself
   */
  public RemoteCall<R> spawn() {
    return spawnRemotely();
  }

  /**
   * Runs the code here, in this JVM and thread, without a copy of anything.
   *
   * @return the result, possibly null
   */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public R local() {
    try {
      if (spec().service().isPresent()) {
        Object service = spec().service().get().here();
        return ((Fn1<Object, R>) spec().code()).apply(service);
      }
      return ((Fn0<R>) spec().code()).apply();
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteFunction0<R> with(CodeSpec spec) {
    return new RemoteFunction0<>(spec);
  }
}
