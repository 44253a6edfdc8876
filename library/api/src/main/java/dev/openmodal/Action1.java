package dev.openmodal;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code with one argument and no result that can run remotely: the target type of the lambda given
 * to {@link App#action}.
 *
 * <pre>{@code
 * Action1<String> code = who -> System.out.println("hello " + who);
 * app("sums").action(code).remote("world")
 * }</pre>
 *
 * @param <A> type of the first argument
 */
@FunctionalInterface
public interface Action1<A extends @Nullable Object> extends Serializable {
  /**
   * Runs the code here.
   *
   * @param a the first argument
   * @throws Exception what the code throws
   */
  void run(A a) throws Exception;
}
