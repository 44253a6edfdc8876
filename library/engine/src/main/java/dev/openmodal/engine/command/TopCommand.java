package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.engine.client.StateJson;
import dev.openmodal.engine.output.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code openmodal top}: what workers take of this machine, the busiest first. */
@Command(
    name = "top",
    description =
        "Shows what workers take of the processors and of memory, the busiest first. On a terminal"
            + " again and again until Ctrl-C, elsewhere once.")
final class TopCommand implements Runnable {
  private static final String FROM_THE_TOP = "\u001b[H\u001b[J";

  @Spec CommandSpec spec = CommandSpec.create();
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();
  @Mixin Scope scope = new Scope();
  @Mixin Answer answer = new Answer();

  @Option(
      names = {"-n", "--times"},
      paramLabel = "COUNT",
      description = "How often to look.")
  @Nullable Integer times;

  @Option(
      names = {"-d", "--delay"},
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Over how long each look measures; ${DEFAULT-VALUE} by default.")
  double delay = 1;

  @Override
  public void run() {
    if (!(delay >= 0.1 && delay <= 3600)) {
      throw new ParameterException(spec.commandLine(), "--delay is from 0.1 to 3600 seconds.");
    }
    if (times != null && times < 1) {
      throw new ParameterException(spec.commandLine(), "--times is 1 or more.");
    }
    boolean redraws = !parent.isInSession() && !answer.isJson() && OwnTerminal.isOne();
    long looks = times != null ? times : redraws ? Long.MAX_VALUE : 1;
    Loads loads = new Loads();
    loads.look(scope.clients(parent));
    for (long look = 0; look < looks && pause(); look++) {
      loads.look(scope.clients(parent));
      show(loads, redraws);
    }
  }

  private void show(Loads loads, boolean redraws) {
    ClientTable table =
        new ClientTable(
            scope.isOwn(parent), "worker", "app", "state", "calls now", "cpu", "memory", "age");
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode workers = json.putArray("workers");
    loads.busiestFirst().forEach(load -> load.add(workers, table));
    ArrayNode silent = json.putArray("silent");
    loads
        .silent()
        .forEach(
            client -> {
              silent.add(StateJson.of(client));
              table.add(client, "does not answer");
            });
    Table page = table.table("no workers");
    if (redraws) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(FROM_THE_TOP);
      out.println(
          "openmodal top   "
              + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)
              + "   Ctrl-C ends it");
      out.println(page.text());
      out.flush();
    } else {
      answer.show(json, page);
    }
  }

  private boolean pause() {
    try {
      Thread.sleep(Duration.ofNanos((long) (delay * 1e9)).toMillis());
      return !spec.commandLine().getOut().checkError(); // whoever reads it may have left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
