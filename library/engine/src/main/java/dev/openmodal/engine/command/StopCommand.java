package dev.openmodal.engine.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code openmodal stop}: ends workers of this session, and what runs on them. */
@Command(
    name = "stop",
    description = "Cancels what runs and waits in this session, and ends its workers.")
final class StopCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();

  @Parameters(index = "0", arity = "0..1", paramLabel = "APP", description = "Only of that app.")
  @Nullable String app;

  @Override
  public void run() {
    int stopped = parent.sessionOf("stop").stop(Optional.ofNullable(app));
    spec.commandLine()
        .getOut()
        .println(
            stopped == 0
                ? "no workers" + (app == null ? "" : " of app " + app)
                : "stopped " + stopped + (stopped == 1 ? " worker" : " workers"));
  }
}
