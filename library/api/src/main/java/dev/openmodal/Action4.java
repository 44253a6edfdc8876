package dev.openmodal;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code with four arguments and no result that can run remotely: the target type of the lambda given
 * to {@link App#action}.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <D> type of the fourth argument
 */
@FunctionalInterface
public interface Action4<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        D extends @Nullable Object>
    extends Serializable {
  /**
   * Runs the code here.
   *
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   * @throws Exception what the code throws
   */
  void run(A a, B b, C c, D d) throws Exception;
}
