package dev.openmodal.engine.command;

import dev.openmodal.engine.output.Durations;
import dev.openmodal.engine.output.Table;
import dev.openmodal.engine.pool.WorkerState;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code openmodal ps}: one line for each worker of this session. */
@Command(name = "ps", description = "Lists the workers of this session.")
final class PsCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();

  @Override
  public void run() {
    List<List<String>> rows =
        parent.sessionOf("ps").workers().stream()
            .sorted(Comparator.comparing(WorkerState::app).thenComparing(WorkerState::age))
            .map(PsCommand::row)
            .toList();
    Page.show(
        new Table(List.of("worker", "app", "state", "calls now", "age"), rows, "no workers"),
        spec.commandLine().getOut());
  }

  private static List<String> row(WorkerState worker) {
    return List.of(
        worker.name(),
        worker.app(),
        worker.phase().name().toLowerCase(Locale.ROOT),
        Integer.toString(worker.calls()),
        Durations.whole(worker.age()));
  }
}
