package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * An action of no argument that can run on a worker and returns no value. Immutable: every option
 * returns a new one.
 *
 * <pre>{@code
 * var greet = app("sums").action(() -> System.out.println("hi"));
 * greet.remote();
 * }</pre>
 */
public final class RemoteAction0 extends RemoteCode<RemoteAction0> {
  RemoteAction0(CodeSpec spec) {
    super(spec);
  }

  /**
   * Runs the code on a worker and waits for it. What it prints appears here.
   *
   * @throws OpenModalException if the call cannot be made or its worker is lost; what the code
   *     itself throws comes back as itself, also when it is a checked exception
   */
  public void remote() {
    callRemotely();
  }

  /**
   * Starts the code on a worker and does not wait. What it prints appears here, and is in the
   * call's {@code logs()}.
   *
   * @return the call, which goes on by itself
   */
  public RemoteCall<@Nullable Void> spawn() {
    return spawnRemotely();
  }

  /** Runs the code here, in this JVM and thread, without a copy of anything. */
  @SuppressWarnings("unchecked") // the constructor takes no other type
  public void local() {
    try {
      if (spec().service().isPresent()) {
        Object service = spec().service().get().here();
        ((Action1<Object>) spec().code()).run(service);
        return;
      }
      ((Action0) spec().code()).run();
    } catch (Exception e) {
      throw OpenModalException.asUnchecked(e);
    }
  }

  @Override
  RemoteAction0 with(CodeSpec spec) {
    return new RemoteAction0(spec);
  }
}
