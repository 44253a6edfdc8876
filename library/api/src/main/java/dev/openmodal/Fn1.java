package dev.openmodal;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code with one argument and a result that can run remotely: the target type of the lambda given to
 * {@link App#function}. It is {@link Serializable} so that the compiler keeps the lambda readable.
 *
 * <pre>{@code
 * Fn1<String, Integer> length = text -> text.length();
 * app("sums").function(length).remote("ore") // 3
 * }</pre>
 *
 * @param <A> type of the first argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Fn1<A extends @Nullable Object, R extends @Nullable Object> extends Serializable {
  /**
   * Runs the code here.
   *
   * @param a the first argument
   * @return the result, possibly null
   * @throws Exception what the code throws
   */
  R apply(A a) throws Exception;
}
