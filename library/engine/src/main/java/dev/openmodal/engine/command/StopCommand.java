package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.client.StateJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code openmodal stop}: ends workers, and what runs on them. */
@Command(
    name = "stop",
    description =
        "Cancels what runs and waits in this session, and ends its workers; in a terminal, those of"
            + " an app, of one program or of all.")
final class StopCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();
  @Mixin Scope scope = new Scope();
  @Mixin Answer answer = new Answer();

  @Parameters(index = "0", arity = "0..1", paramLabel = "APP", description = "Only of that app.")
  @Nullable String app;

  @Override
  public Integer call() {
    if (!parent.isInSession() && app == null && !scope.isChosen()) {
      throw new ParameterException(
          spec.commandLine(),
          "Say what to stop: an APP, one program by --client PID, or everything by --all.");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode clients = json.putArray("clients");
    List<String> lines = new ArrayList<>();
    int all = 0;
    boolean isDone = true;
    for (Client client : scope.clients(parent)) {
      ObjectNode one = StateJson.of(client.state());
      clients.add(one);
      try {
        int stopped = client.stop(Optional.ofNullable(app));
        one.put("stopped", stopped);
        all += stopped;
        if (stopped > 0) {
          lines.add(
              (scope.isOwn(parent) ? "" : client.state().name() + ": ")
                  + "stopped "
                  + stopped
                  + (stopped == 1 ? " worker" : " workers"));
        }
      } catch (OpenModalException e) {
        one.put("error", e.getMessage());
        lines.add(String.valueOf(e.getMessage()));
        isDone = false;
      }
    }
    if (lines.isEmpty()) {
      lines.add("no workers" + (app == null ? "" : " of app " + app + others()));
    }
    answer.show(json.put("stopped", all), String.join(System.lineSeparator(), lines));
    return isDone ? 0 : 1;
  }

  /** A name may be mistyped. */
  private String others() {
    Set<String> apps = new TreeSet<>();
    for (Client client : scope.clients(parent)) {
      try {
        client.workers().forEach(worker -> apps.add(worker.app()));
      } catch (OpenModalException e) {
        // it has ended meanwhile
      }
    }
    apps.remove(String.valueOf(app)); // one that is just ending
    return apps.isEmpty() ? "" : "; there are some of " + String.join(", ", apps);
  }
}
