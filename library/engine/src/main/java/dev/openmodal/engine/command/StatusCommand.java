package dev.openmodal.engine.command;

import dev.openmodal.bridge.Home;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.Table;
import dev.openmodal.engine.pool.WorkerState;
import dev.openmodal.engine.provider.ProviderChoice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code openmodal status}: how this session stands, on one page. */
@Command(name = "status", description = "Shows where code runs, and how workers and calls stand.")
final class StatusCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();

  @Override
  public void run() {
    Session session = parent.sessionOf("status");
    Page.show(
        new Table(
            List.of("session", ""),
            List.of(
                List.of("provider", ProviderChoice.ofThisClientInWords()),
                List.of("workers", workers(session.workers())),
                List.of("calls and maps", calls(session.calls().all())),
                List.of("log", Home.log().toString()),
                List.of(
                    "version", "openmodal " + OneJar.version() + ", Java " + Runtime.version())),
            ""),
        spec.commandLine().getOut());
  }

  private static String workers(List<WorkerState> workers) {
    return workers.isEmpty()
        ? "none"
        : counts(
            workers.stream()
                .collect(
                    Collectors.groupingBy(
                        worker -> worker.phase().name().toLowerCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.counting())));
  }

  private static String calls(List<CallState> calls) {
    return calls.isEmpty()
        ? "none that go on by themselves"
        : counts(
            calls.stream()
                .collect(
                    Collectors.groupingBy(
                        call -> call.phase().word(), TreeMap::new, Collectors.counting())));
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
