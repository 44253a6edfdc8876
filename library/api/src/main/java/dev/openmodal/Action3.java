package dev.openmodal;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code with three arguments and no result that can run remotely: the target type of the lambda
 * given to {@link App#action}.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 */
@FunctionalInterface
public interface Action3<
        A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
    extends Serializable {
  /**
   * Runs the code here.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @throws Exception what the code throws
   */
  void run(A a, B b, C c) throws Exception;
}
