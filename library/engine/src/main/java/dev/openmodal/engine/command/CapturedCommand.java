package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteCode;
import dev.openmodal.engine.cell.CodeCard;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code openmodal captured}: what travels with a function. */
@Command(
    name = "captured",
    description = "Shows what travels with a function, an action or a service: code and values.")
final class CapturedCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();

  @Parameters(
      arity = "1..*",
      paramLabel = "FUNCTION",
      description = "The variable that holds it, or another expression without quotes.")
  List<String> words = List.of();

  @Override
  public void run() {
    String expression = String.join(" ", words);
    Object value =
        parent
            .session("%openmodal captured in a notebook; in jshell, captured() of the function")
            .value(expression);
    if (!(value instanceof RemoteCode<?> code)) {
      throw new OpenModalException(
          ErrorCode.INVALID_NAME,
          expression
              + " is "
              + (value == null ? "null" : "a " + value.getClass().getTypeName())
              + ", and no function, action or service. Name a variable that holds one.");
    }
    Page.show(CodeCard.opened(code), spec.commandLine().getOut());
  }
}
