package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.client.StateJson;
import dev.openmodal.engine.doctor.Doctor;
import dev.openmodal.engine.provider.Providers;
import dev.openmodal.spi.Finding;
import dev.openmodal.spi.Finding.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code openmodal doctor}: one line for each thing; ends with 1 if something will not work. */
@Command(
    name = "doctor",
    description = "Says what this machine has of what is needed, and how to get the rest.")
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();
  @Mixin Answer answer = new Answer();

  @Override
  public Integer call() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", OneJar.version());
    ArrayNode all = json.putArray("findings");
    StringBuilder page = new StringBuilder("openmodal " + OneJar.version());
    Providers providers = parent.providers();
    List<Finding> findings = new Doctor(jshell(), providers.known(), providers::current).findings();
    for (Finding finding : findings) {
      String state = StateJson.word(finding.state());
      all.addObject()
          .put("subject", finding.subject())
          .put("state", state)
          .put("text", finding.text());
      page.append(
          String.format(Locale.ROOT, "%n  %-7s %-9s %s", state, finding.subject(), finding.text()));
    }
    answer.show(json, page.toString());
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
