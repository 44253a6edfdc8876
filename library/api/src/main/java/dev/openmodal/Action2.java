package dev.openmodal;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code with two arguments and no result that can run remotely: the target type of the lambda given
 * to {@link App#action}.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 */
@FunctionalInterface
public interface Action2<A extends @Nullable Object, B extends @Nullable Object>
    extends Serializable {
  /**
   * Runs the code here.
   *
   * @param a the first argument
   * @param b the second argument
   * @throws Exception what the code throws
   */
  void run(A a, B b) throws Exception;
}
