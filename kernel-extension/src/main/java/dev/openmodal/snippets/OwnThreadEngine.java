package dev.openmodal.snippets;

import java.util.Map;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Lets snippets run in the thread that evaluates them, as the code of a program does. JShell's own
 * local engine runs each in a thread group that says nothing of what its threads throw, and waits
 * for some of them.
 */
final class OwnThreadEngine implements ExecutionControlProvider {
  @Override
  public String name() {
    return "openmodal";
  }

  @Override
  public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
    return new DirectExecutionControl();
  }
}
