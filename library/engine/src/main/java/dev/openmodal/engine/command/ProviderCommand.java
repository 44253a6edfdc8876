package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.output.Table;
import dev.openmodal.engine.provider.ProviderChoice;
import dev.openmodal.engine.setting.Setting;
import dev.openmodal.spi.CloudProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code openmodal provider}: where code runs. */
@Command(
    name = "provider",
    description = "Shows where code runs: what this build knows, and what is used.",
    footer = {
      "",
      "The environment variable OPENMODAL_PROVIDER or the setting provider names another one."
    })
final class ProviderCommand implements Runnable {
  @Mixin Answer answer = new Answer();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Fails unless it is this one that is used.")
  @Nullable String name;

  @Override
  public void run() {
    ProviderChoice used = ProviderChoice.ofThisClient();
    if (name != null) {
      check(ProviderChoice.find(name, ProviderChoice.known()), used);
    }
    answer.show(
        json(used),
        new Table(
            List.of("provider", "what it is", ""),
            ProviderChoice.known().stream().map(each -> row(each, used)).toList(),
            "none"));
  }

  private static void check(CloudProvider wanted, ProviderChoice used) {
    if (!wanted.name().equals(used.provider().name())) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          "This session uses the provider "
              + used.provider().name()
              + ". Set "
              + Setting.PROVIDER.variable()
              + "="
              + wanted.name()
              + " before it starts.");
    }
  }

  private static ObjectNode json(ProviderChoice used) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("used", used.provider().name())
            .put("why", used.why());
    ArrayNode known = json.putArray("known");
    for (CloudProvider each : ProviderChoice.known()) {
      known.addObject().put("name", each.name()).put("description", each.description());
    }
    return json;
  }

  private static List<String> row(CloudProvider each, ProviderChoice used) {
    return List.of(
        each.name(),
        each.description(),
        each.name().equals(used.provider().name()) ? "used " + used.why() : "");
  }
}
