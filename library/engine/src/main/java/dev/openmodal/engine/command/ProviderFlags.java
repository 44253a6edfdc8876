package dev.openmodal.engine.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the code of one command runs, whatever is used otherwise. */
final class ProviderFlags {
  @ArgGroup @Nullable One one;

  /** At most one of them. */
  static final class One {
    @Option(names = "--provider", paramLabel = "NAME", description = "Where it runs.")
    @Nullable String name;

    @Option(names = "--process", description = "In a child JVM of this machine.")
    boolean process;

    @Option(names = "--local", description = "In a container of the Docker Engine here.")
    boolean local;
  }

  /** Its name, if one is asked for. */
  Optional<String> name() {
    if (one == null) {
      return Optional.empty();
    }
    return Optional.of(one.name != null ? one.name : one.local ? "local" : "process");
  }
}
