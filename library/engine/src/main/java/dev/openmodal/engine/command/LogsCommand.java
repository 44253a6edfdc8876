package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.DataSize;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.client.StateJson;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.Durations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code openmodal logs}: what calls and maps have printed that go on by themselves. */
@Command(
    name = "logs",
    description =
        "Lists the calls that were spawned and the maps, the last ones, or prints what one of them"
            + " has printed so far.")
final class LogsCommand implements Runnable {
  private static final int MOST_ROWS = 50;

  @Spec CommandSpec spec = CommandSpec.create();
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();
  @Mixin Scope scope = new Scope();
  @Mixin Answer answer = new Answer();

  @Option(
      names = {"-f", "--follow"},
      description =
          "Prints on as it comes, until that one ends; without a NUMBER, of all that go on, with"
              + " their numbers before each line.")
  boolean follows;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NUMBER",
      description = "Of a call or a map, as the list has it and as its id() is.")
  @Nullable Long number;

  @Override
  public void run() {
    List<Client> clients = scope.clients(parent);
    if (number == null && !follows) {
      list(clients);
      return;
    }
    LogPrinter printer = new LogPrinter(spec.commandLine().getOut(), answer.isJson());
    if (number == null) {
      boolean isOne = scope.isOwn(parent) || scope.pid != null;
      printer.followAll(() -> isOne ? clients : scope.clients(parent), scope.isOwn(parent));
    } else {
      Found found = theOneWith(number, clients);
      if (follows) {
        printer.follow(found.client(), number);
      } else if (!printer.print(found.client(), number, found.call().printed())
          && !answer.isJson()) {
        spec.commandLine().getErr().println("it has printed nothing so far");
      }
    }
  }

  /** One call of a program. */
  private record Found(Client client, CallState call) {}

  private static Found theOneWith(long number, List<Client> clients) {
    List<Found> found = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (Client client : clients) {
      try {
        client.calls().stream()
            .filter(call -> call.id() == number)
            .forEach(call -> found.add(new Found(client, call)));
      } catch (OpenModalException e) {
        silent.add(client.state().name());
      }
    }
    if (found.isEmpty()) {
      throw new OpenModalException(
          ErrorCode.INVALID_NAME,
          "There is no call or map "
              + number
              + " here, or it is long over. The command logs lists them."
              + (silent.isEmpty() ? "" : " " + String.join(", ", silent) + " did not answer."));
    }
    if (found.size() > 1) {
      throw new OpenModalException(
          ErrorCode.INVALID_NAME,
          "Several programs have a call or map "
              + number
              + ": "
              + String.join(", ", found.stream().map(each -> each.client().state().name()).toList())
              + ". Add --client PID.");
    }
    return found.get(0);
  }

  private void list(List<Client> clients) {
    ClientTable table =
        new ClientTable(
            scope.isOwn(parent), "number", "what", "app", "state", "time", "printed", "detail");
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("clients");
    for (Client client : clients) {
      all.add(list(client, table));
    }
    answer.show(
        json,
        table.table(
            "no call was spawned and nothing mapped"
                + (scope.isOwn(parent) ? " in this session" : "")));
  }

  private static ObjectNode list(Client client, ClientTable table) {
    ObjectNode json = StateJson.of(client.state());
    List<CallState> calls;
    try {
      calls = client.calls();
    } catch (OpenModalException e) {
      table.add(client.state(), "", client.isGone() ? "has ended" : "does not answer");
      return json.put("error", e.getMessage());
    }
    int earlier = calls.size() - MOST_ROWS;
    if (earlier > 0) {
      table.add(client.state(), "…", "", "", earlier + " earlier");
    }
    ArrayNode all = json.putArray("calls");
    calls.forEach(call -> all.add(StateJson.of(call)));
    calls.stream().skip(Math.max(0, earlier)).forEach(call -> table.add(client.state(), row(call)));
    return json;
  }

  private static String[] row(CallState call) {
    return new String[] {
      Long.toString(call.id()),
      StateJson.word(call.kind()),
      call.app(),
      call.phase().word(),
      Durations.text(call.time()),
      new DataSize(call.printed()).toString(),
      call.detail().isEmpty() ? call.worker() : call.detail()
    };
  }
}
