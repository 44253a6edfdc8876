package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.Captured;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteCode;
import dev.openmodal.engine.cell.CodeCard;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code openmodal captured}: what travels with a function. */
@Command(
    name = "captured",
    description = "Shows what travels with a function, an action or a service: code and values.")
final class CapturedCommand implements Runnable {
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();

  @Mixin Answer answer = new Answer();

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
    answer.show(json(code), CodeCard.opened(code));
  }

  private static ObjectNode json(RemoteCode<?> code) {
    Captured captured = code.captured();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", code.kind())
            .put("app", code.spec().app());
    ArrayNode classes = json.putArray("classes");
    captured
        .classes()
        .forEach(type -> classes.addObject().put("name", type.name()).put("bytes", type.bytes()));
    ArrayNode values = json.putArray("values");
    captured
        .values()
        .forEach(
            value ->
                values
                    .addObject()
                    .put("name", value.name())
                    .put("type", value.type())
                    .put("origin", value.origin())
                    .put("bytes", value.bytes()));
    return json;
  }
}
