package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.output.Table;
import dev.openmodal.engine.provider.ProviderChoice;
import dev.openmodal.spi.CloudProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code openmodal provider}: where code runs. */
@Command(
    name = "provider",
    description = "Shows where code runs: what this build knows, and what is used.",
    footer = {"", "The environment variable " + ProviderChoice.VARIABLE + " names another one."})
final class ProviderCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

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
    Page.show(
        new Table(
            List.of("provider", "what it is", ""),
            ProviderChoice.known().stream().map(each -> row(each, used)).toList(),
            "none"),
        spec.commandLine().getOut());
  }

  private static void check(CloudProvider wanted, ProviderChoice used) {
    if (!wanted.name().equals(used.provider().name())) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          "This session uses the provider "
              + used.provider().name()
              + ". Set "
              + ProviderChoice.VARIABLE
              + "="
              + wanted.name()
              + " before it starts.");
    }
  }

  private static List<String> row(CloudProvider each, ProviderChoice used) {
    return List.of(
        each.name(),
        each.description(),
        each.name().equals(used.provider().name()) ? "used " + used.why() : "");
  }
}
