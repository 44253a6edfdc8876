package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.DataSize;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.client.StateJson;
import dev.openmodal.engine.output.Durations;
import dev.openmodal.engine.pool.WorkerState;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code openmodal ps}: one line for each worker. */
@Command(
    name = "ps",
    description = "Lists the workers of this session; in a terminal, those of all your programs.")
final class PsCommand implements Runnable {
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();
  @Mixin Scope scope = new Scope();
  @Mixin Answer answer = new Answer();

  @Override
  public void run() {
    ClientTable table =
        new ClientTable(
            scope.isOwn(parent), "worker", "app", "state", "calls now", "memory", "age");
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode clients = json.putArray("clients");
    for (Client client : scope.clients(parent)) {
      clients.add(show(client, table));
    }
    answer.show(json, table.table("no workers"));
  }

  /** One that does not answer is shown as that, beside the others. */
  private static ObjectNode show(Client client, ClientTable table) {
    ObjectNode json = StateJson.of(client.state());
    List<WorkerState> workers;
    try {
      workers = client.workers();
    } catch (OpenModalException e) {
      table.add(client.state(), client.isGone() ? "has ended" : "does not answer");
      return json.put("error", e.getMessage());
    }
    ArrayNode all = json.putArray("workers");
    workers.stream()
        .sorted(Comparator.comparing(WorkerState::app).thenComparing(WorkerState::age))
        .forEach(
            worker -> {
              all.add(StateJson.of(worker));
              table.add(
                  client.state(),
                  worker.name(),
                  worker.app(),
                  StateJson.word(worker.phase()),
                  Integer.toString(worker.calls()),
                  memory(worker),
                  Durations.whole(worker.age()));
            });
    return json;
  }

  static String memory(WorkerState worker) {
    return worker.usage().map(usage -> new DataSize(usage.memoryBytes()).toString()).orElse("");
  }
}
