package dev.openmodal;

import java.io.Serializable;

/**
 * Code with no argument and no result that can run remotely: the target type of the lambda given to
 * {@link App#action}.
 *
 * <pre>{@code
 * Action0 code = () -> System.out.println("on a worker");
 * app("sums").action(code).remote()
 * }</pre>
 */
@FunctionalInterface
public interface Action0 extends Serializable {
  /**
   * Runs the code here.
   *
   * @throws Exception what the code throws
   */
  void run() throws Exception;
}
