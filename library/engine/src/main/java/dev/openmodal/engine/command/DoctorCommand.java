package dev.openmodal.engine.command;

import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.doctor.Doctor;
import dev.openmodal.engine.provider.ProviderChoice;
import dev.openmodal.spi.Finding;
import dev.openmodal.spi.Finding.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code openmodal doctor}: one line for each thing; ends with 1 if something will not work. */
@Command(
    name = "doctor",
    description = "Says what this machine has of what is needed, and how to get the rest.")
final class DoctorCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.println("openmodal " + OneJar.version());
    List<Finding> findings =
        new Doctor(jshell(), ProviderChoice.known(), ProviderChoice.wanted()).findings();
    for (Finding finding : findings) {
      out.printf(
          Locale.ROOT,
          "  %-7s %-9s %s%n",
          finding.state().name().toLowerCase(Locale.ROOT),
          finding.subject(),
          finding.text());
    }
    return findings.stream().anyMatch(finding -> finding.state() == State.WRONG) ? 1 : 0;
  }

  private static Optional<Path> jshell() {
    try {
      return Optional.of(ShellJava.in(Optional.empty()).jshell());
    } catch (OpenModalException none) {
      return Optional.empty();
    }
  }
}
