package dev.openmodal.engine.command;

import dev.openmodal.engine.session.SessionWatch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that has the terminal for itself, while this command waits for its end. */
final class ForegroundProcess {
  private static final int LAST_WORDS_SECONDS = 10;

  private final List<String> command;
  private final Map<String, String> environment;

  /**
   * @param environment beside this program's own
   */
  ForegroundProcess(List<String> command, Map<String, String> environment) {
    this.command = command;
    this.environment = environment;
  }

  /** Runs it to its end and returns its exit code. */
  int run() throws IOException, InterruptedException {
    // Ctrl-C goes to every program of the terminal: a shell stops its snippet, and this JVM must
    // not
    // end before the shell does. A handler that does nothing, as an ignored signal would be ignored
    // in the program, too.
    Signals.handle("INT", () -> {});
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    builder.environment().put(SessionWatch.COMMAND, Long.toString(ProcessHandle.current().pid()));
    Process process = builder.start();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(process), "openmodal-end-of-the-program"));
    return process.waitFor();
  }

  /** Ended itself, this command ends it, too, and what it is still busy with is done. */
  private static void end(Process process) {
    process.destroy();
    try {
      process.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // then at once
    }
  }
}
