package dev.openmodal.wire.snapshot;

import dev.openmodal.Fn0;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An object of user code that lives longer than a call, and the classes of its snapshot with the
 * statics that it has.
 */
public final class LiveService {
  private final SnapshotInstance instance;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Object object;

  /** Runs something to its end, in whatever thread it likes. */
  @FunctionalInterface
  public interface Runner {
    void run(Runnable making);
  }

  /**
   * @param snapshot whose lambda makes it
   * @param environment finds the classes that are not the snapshot's own
   */
  public LiveService(FrozenCode snapshot, ClassLoader environment) {
    instance = new SnapshotInstance(snapshot, environment);
  }

  /** An instance of code that is called with it. */
  public SnapshotInstance instanceOf(FrozenCode code, ClassLoader environment) {
    return new SnapshotInstance(code, new ServiceLoader(instance.loader(), environment));
  }

  /**
   * The object; the first who asks lets it be made. Throws what its constructor throws; then the
   * next who asks tries again.
   */
  public Object object(Runner runner) throws Exception {
    Object made = object;
    if (made != null) {
      return made;
    }
    making.lockInterruptibly();
    try {
      made = object;
      if (made == null) {
        Making attempt = new Making();
        runner.run(attempt);
        made = attempt.get();
        object = made;
      }
      return made;
    } finally {
      making.unlock();
    }
  }

  /** One attempt, whose end whoever waits for it is told. */
  private final class Making implements Runnable {
    private @Nullable Object made;
    private @Nullable Throwable thrown;

    @Override
    public void run() {
      try {
        made = make();
      } catch (Throwable e) {
        thrown = e;
      }
    }

    Object get() throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof Exception exception) {
        throw exception;
      }
      if (made == null) {
        throw new IllegalStateException("the object was not made", thrown);
      }
      return made;
    }
  }

  private Object make() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(instance.loader());
    try (SnapshotInstance.Restored restored = instance.restore()) {
      Object made = ((Fn0<?>) restored.lambda()).apply();
      if (made == null) {
        throw new NullPointerException("the lambda of the service has returned null");
      }
      return made;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Closes the object, if it was made and can be closed. */
  public void close() throws Exception {
    Object made = object;
    if (made instanceof AutoCloseable closeable) {
      Thread.currentThread().setContextClassLoader(instance.loader());
      closeable.close();
    }
  }
}
