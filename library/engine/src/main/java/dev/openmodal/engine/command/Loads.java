package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.client.ClientState;
import dev.openmodal.engine.client.StateJson;
import dev.openmodal.engine.output.Durations;
import dev.openmodal.engine.pool.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What workers have used of the processors between two looks. */
final class Loads {
  private Map<String, Look> before = new HashMap<>();
  private List<Load> loads = new ArrayList<>();
  private List<ClientState> silent = new ArrayList<>();

  /** What was seen of one. */
  private record Look(Duration age, Duration cpu) {}

  /**
   * One worker now.
   *
   * @param cpu 1 is one processor; empty where it was not there before, or nobody knows
   */
  record Load(ClientState client, WorkerState worker, OptionalDouble cpu) {
    void add(ArrayNode workers, ClientTable table) {
      ObjectNode json = StateJson.of(worker).put("pid", client.pid());
      cpu.ifPresent(share -> json.put("cpus", Math.round(share * 1000) / 1000.0));
      workers.add(json);
      table.add(
          client,
          worker.name(),
          worker.app(),
          StateJson.word(worker.phase()),
          Integer.toString(worker.calls()),
          cpu.isPresent() ? String.format(Locale.ROOT, "%.0f %%", cpu.getAsDouble() * 100) : "",
          PsCommand.memory(worker),
          Durations.whole(worker.age()));
    }
  }

  /** Looks at all workers. */
  void look(List<Client> clients) {
    Map<String, Look> now = new HashMap<>();
    loads = new ArrayList<>();
    silent = new ArrayList<>();
    for (Client client : clients) {
      for (WorkerState worker : workersOf(client)) {
        String key = client.state().pid() + "/" + worker.name();
        worker.usage().ifPresent(usage -> now.put(key, new Look(worker.age(), usage.cpu())));
        loads.add(new Load(client.state(), worker, share(before.get(key), now.get(key))));
      }
    }
    before = now;
  }

  private List<WorkerState> workersOf(Client client) {
    try {
      return client.workers();
    } catch (OpenModalException e) {
      if (!client.isGone()) {
        silent.add(client.state());
      }
      return List.of();
    }
  }

  private static OptionalDouble share(@Nullable Look before, @Nullable Look now) {
    if (before == null || now == null || now.age().compareTo(before.age()) <= 0) {
      return OptionalDouble.empty();
    }
    double used = now.cpu().minus(before.cpu()).toNanos();
    return OptionalDouble.of(used / now.age().minus(before.age()).toNanos());
  }

  /** The clients that did not answer. */
  List<ClientState> silent() {
    return silent;
  }

  List<Load> busiestFirst() {
    return loads.stream()
        .sorted(
            Comparator.comparingDouble((Load load) -> -load.cpu().orElse(0))
                .thenComparing(load -> load.client().pid())
                .thenComparing(load -> load.worker().name()))
        .toList();
  }
}
