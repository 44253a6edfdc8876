package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Home;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.client.StateJson;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.Table;
import dev.openmodal.engine.pool.WorkerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code openmodal status}: how things stand, on one page. */
@Command(name = "status", description = "Shows where code runs, and how workers and calls stand.")
final class StatusCommand implements Runnable {
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();
  @Mixin Scope scope = new Scope();
  @Mixin Answer answer = new Answer();

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final List<WorkerState> workers = new ArrayList<>();
  private final List<CallState> calls = new ArrayList<>();
  private final List<String> programs = new ArrayList<>();

  @Override
  public void run() {
    String java = Runtime.version().toString();
    json.put("provider", parent.providers().inWords())
        .put("log", Home.log().toString())
        .put("version", OneJar.version())
        .put("java", java);
    ArrayNode clients = json.putArray("clients");
    scope.clients(parent).forEach(client -> clients.add(look(client)));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("provider", json.path("provider").asText()));
    if (!scope.isOwn(parent)) {
      rows.add(List.of("programs", programs.isEmpty() ? "none" : String.join(", ", programs)));
    }
    rows.add(
        List.of("workers", counts(workers.stream().map(it -> StateJson.word(it.phase())), "none")));
    rows.add(
        List.of(
            "calls and maps",
            counts(calls.stream().map(it -> it.phase().word()), "none that go on by themselves")));
    rows.add(List.of("log", Home.log().toString()));
    rows.add(List.of("version", "openmodal " + OneJar.version() + ", Java " + java));
    String head = scope.isOwn(parent) ? "session" : "all programs";
    answer.show(json, new Table(List.of(scope.pid == null ? head : "program", ""), rows, ""));
  }

  private ObjectNode look(Client client) {
    ObjectNode one = StateJson.of(client.state());
    try {
      List<WorkerState> itsWorkers = client.workers();
      List<CallState> itsCalls = client.calls();
      ArrayNode workersJson = one.putArray("workers");
      itsWorkers.forEach(worker -> workersJson.add(StateJson.of(worker)));
      ArrayNode callsJson = one.putArray("calls");
      itsCalls.forEach(call -> callsJson.add(StateJson.of(call)));
      workers.addAll(itsWorkers);
      calls.addAll(itsCalls);
      programs.add(client.state().name());
    } catch (OpenModalException e) {
      programs.add(client.state().name() + " does not answer");
      one.put("error", e.getMessage());
    }
    return one;
  }

  private static String counts(Stream<String> words, String none) {
    Map<String, Long> counts =
        words.collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? none
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }
}
