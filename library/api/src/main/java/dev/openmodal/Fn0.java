package dev.openmodal;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code with no argument and a result that can run remotely: the target type of the lambda given to
 * {@link App#function}. It is {@link Serializable} so that the compiler keeps the lambda readable.
 *
 * <pre>{@code
 * Fn0<Integer> code = () -> 6 * 7;
 * app("sums").function(code).remote() // 42
 * }</pre>
 *
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Fn0<R extends @Nullable Object> extends Serializable {
  /**
   * Runs the code here.
   *
   * @return the result, possibly null
   * @throws Exception what the code throws
   */
  R apply() throws Exception;
}
