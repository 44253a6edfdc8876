package dev.openmodal;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code with two arguments and a result that can run remotely: the target type of the lambda given
 * to {@link App#function}. It is {@link Serializable} so that the compiler keeps the lambda
 * readable.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Fn2<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {
  /**
   * Runs the code here.
   *
   * @param a the first argument
   * @param b the second argument
   * @return the result, possibly null
   * @throws Exception what the code throws
   */
  R apply(A a, B b) throws Exception;
}
