package dev.openmodal.engine.command;

import dev.openmodal.DataSize;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.call.CallRegister;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.Durations;
import dev.openmodal.engine.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NUMBER",
      description = "Of a call or a map, as the list has it and as its id() is.")
  @Nullable Long number;

  @Override
  public void run() {
    CallRegister calls = parent.sessionOf("logs").calls();
    if (number != null) {
      print(calls, number);
    } else {
      Page.show(
          new Table(
              List.of("number", "what", "app", "state", "time", "printed", "detail"),
              rows(calls),
              "no call was spawned and nothing mapped in this session"),
          spec.commandLine().getOut());
    }
  }

  private void print(CallRegister calls, long wanted) {
    String text =
        calls
            .find(wanted)
            .orElseThrow(
                () ->
                    new OpenModalException(
                        ErrorCode.INVALID_NAME,
                        "There is no call or map "
                            + wanted
                            + " in this session, or it is long over. The command logs lists them."))
            .logs();
    if (text.isEmpty()) {
      spec.commandLine().getErr().println("it has printed nothing so far");
    } else {
      spec.commandLine().getOut().print(text.endsWith("\n") ? text : text + System.lineSeparator());
      spec.commandLine().getOut().flush();
    }
  }

  private static List<List<String>> rows(CallRegister calls) {
    List<List<String>> rows = new ArrayList<>();
    int earlier = calls.size() - MOST_ROWS;
    if (earlier > 0) {
      rows.add(List.of("…", "", "", earlier + " earlier", "", "", ""));
    }
    calls.last(MOST_ROWS).stream().map(LogsCommand::row).forEach(rows::add);
    return rows;
  }

  private static List<String> row(CallState call) {
    return List.of(
        Long.toString(call.id()),
        call.kind().name().toLowerCase(Locale.ROOT),
        call.app(),
        call.phase().word(),
        Durations.text(call.time()),
        new DataSize(call.printed()).toString(),
        call.detail().isEmpty() ? call.worker() : call.detail());
  }
}
