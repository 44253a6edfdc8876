package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.output.Table;
import dev.openmodal.engine.provider.ProviderChoice;
import dev.openmodal.engine.provider.Providers;
import dev.openmodal.engine.setting.Setting;
import dev.openmodal.spi.CloudProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code openmodal provider}: where code runs. */
@Command(
    name = "provider",
    description = "Shows where code runs: what this build knows, and what is used.",
    footer = {
      "",
      "In a session NAME is used from now on, by all apps that name none themselves. For sessions to"
          + " come: the environment variable OPENMODAL_PROVIDER, or openmodal config provider NAME."
    })
final class ProviderCommand implements Runnable {
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();

  @Mixin Answer answer = new Answer();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Uses this one from now on, in this session.")
  @Nullable String name;

  @Override
  public void run() {
    Providers providers = parent.providers();
    if (name != null) {
      CloudProvider wanted = ProviderChoice.find(name, providers.known());
      if (!parent.isInSession()) {
        throw new OpenModalException(
            ErrorCode.SETUP,
            "There is no session here that could use "
                + wanted.name()
                + ". For all sessions to come: openmodal config "
                + Setting.PROVIDER.key()
                + " "
                + wanted.name()
                + "; for one: "
                + Setting.PROVIDER.variable()
                + "="
                + wanted.name()
                + " before it starts.");
      }
      ProviderChoice unused = providers.use(wanted.name());
    }
    ProviderChoice used = providers.current();
    answer.show(
        json(used, providers.known()),
        new Table(
            List.of("provider", "what it is", ""),
            providers.known().stream().map(each -> row(each, used)).toList(),
            "none"));
  }

  private static ObjectNode json(ProviderChoice used, List<CloudProvider> providers) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("used", used.provider().name())
            .put("why", used.why());
    ArrayNode known = json.putArray("known");
    for (CloudProvider each : providers) {
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
