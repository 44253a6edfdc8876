package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import dev.openmodal.Image;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.output.Table;
import dev.openmodal.engine.provider.ProviderChoice;
import dev.openmodal.engine.setting.Setting;
import dev.openmodal.engine.setting.Settings;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Finding;
import dev.openmodal.spi.ProviderCapability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code openmodal setup}: where code is to run from now on, tried at once. */
@Command(
    name = "setup",
    description =
        "Asks where code is to run, keeps the answers in config.toml, and runs a first function"
            + " there.",
    footer = {"", "Without questions: openmodal setup --provider local --image ubuntu:24.04"})
final class SetupCommand implements Callable<Integer> {
  private static final String FIRST =
      """
      class First {
        static String first() {
          return "6 * 7 = " + 6 * 7 + ", by Java " + Runtime.version().feature()
              + " of process " + ProcessHandle.current().pid() + " there";
        }
      }
      """;

  @Spec CommandSpec spec = CommandSpec.create();
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();

  @Option(names = "--provider", paramLabel = "NAME", description = "Where code is to run.")
  @Nullable String provider;

  @Option(
      names = "--image",
      paramLabel = "NAME",
      description = "What containers are to start from.")
  @Nullable String image;

  @Override
  public Integer call() throws IOException {
    CloudProvider chosen = provider();
    Optional<String> chosenImage = image(chosen);
    Settings.file().set(Setting.PROVIDER, Optional.of(chosen.name()));
    chosenImage.ifPresent(name -> Settings.file().set(Setting.IMAGE, Optional.of(name)));
    out().println("kept in " + Settings.file().path());
    warnOfVariables(chosen, chosenImage);
    return runFirst(chosen);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private CloudProvider provider() throws IOException {
    List<CloudProvider> known = parent.providers().known();
    if (provider != null) {
      return ProviderChoice.find(provider, known);
    }
    if (!OwnTerminal.isOne() && image != null) {
      return ProviderChoice.of(Settings.of(Setting.PROVIDER), known).provider();
    }
    if (!OwnTerminal.isOne()) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          "There is nobody to ask here. Say --provider NAME, one of "
              + known.stream().map(CloudProvider::name).collect(Collectors.joining(", "))
              + ".");
    }
    String now = Settings.of(Setting.PROVIDER).value();
    List<List<String>> rows = new ArrayList<>();
    for (CloudProvider each : known) {
      rows.add(
          List.of(
              Integer.toString(rows.size() + 1),
              each.name(),
              each.description(),
              missing(each).isEmpty() ? "ready" : "not ready: see below"));
    }
    out().println(new Table(List.of("", "provider", "what it is", ""), rows, "").text());
    known.stream().flatMap(each -> missing(each).stream()).forEach(out()::println);
    while (true) {
      String answer = ask("Where is code to run? A number or a name", now);
      try {
        int number = answer.matches("[0-9]{1,3}") ? Integer.parseInt(answer) : 0;
        return number >= 1 && number <= known.size()
            ? known.get(number - 1)
            : ProviderChoice.find(answer, known);
      } catch (OpenModalException unknown) {
        out().println(unknown.getMessage());
      }
    }
  }

  /** What keeps it from being used, in whole sentences. */
  private static List<String> missing(CloudProvider provider) {
    return provider.findings().stream()
        .filter(finding -> finding.state() == Finding.State.UNUSABLE)
        .map(finding -> provider.name() + ": " + finding.text())
        .toList();
  }

  private Optional<String> image(CloudProvider chosen) throws IOException {
    boolean runsContainers = chosen.capabilities().contains(ProviderCapability.CONTAINERS);
    if (image != null) {
      if (!runsContainers) {
        throw new OpenModalException(
            ErrorCode.UNSUPPORTED_OPTION,
            "--image: the provider " + chosen.name() + " runs no containers. Leave it out.");
      }
      return Optional.of(Image.from(image).reference());
    }
    if (!runsContainers || !OwnTerminal.isOne() || provider != null) {
      return Optional.empty();
    }
    String now = Settings.of(Setting.IMAGE).value();
    while (true) {
      try {
        return Optional.of(
            Image.from(ask("From which image are containers to start?", now)).reference());
      } catch (OpenModalException noImage) {
        out().println(noImage.getMessage());
      }
    }
  }

  /** An empty answer is the one in brackets. */
  private String ask(String question, String now) throws IOException {
    out().print(question + " [" + now + "] ");
    out().flush();
    String line =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    if (line == null) {
      throw new OpenModalException(
          ErrorCode.CANCELLED, "The input has ended, and nothing was changed. Start setup again.");
    }
    return line.isBlank() ? now : line.strip();
  }

  /** What goes before the file, so that what was just chosen is not what holds. */
  private void warnOfVariables(CloudProvider chosen, Optional<String> chosenImage) {
    if (!Settings.of(Setting.PROVIDER).value().equals(chosen.name())) {
      warnOf(Setting.PROVIDER);
    }
    if (chosenImage.isPresent() && !Settings.of(Setting.IMAGE).value().equals(chosenImage.get())) {
      warnOf(Setting.IMAGE);
    }
  }

  private void warnOf(Setting setting) {
    out()
        .println(
            "but here it is "
                + Settings.of(setting).value()
                + " "
                + Settings.of(setting).by()
                + ", which goes before the file: unset "
                + setting.variable());
  }

  private int runFirst(CloudProvider chosen) throws IOException {
    out().println("running a first function there …");
    out().flush();
    Path source = Files.createTempDirectory("openmodal-setup-").resolve("First.java");
    try {
      Files.writeString(source, FIRST);
      CommandLine openmodal = spec.commandLine().getParent();
      int exitCode = openmodal.execute("run", "--provider", chosen.name(), source + "::first");
      out()
          .println(
              exitCode == 0
                  ? "That works. openmodal jshell or openmodal notebook opens a session."
                  : "That did not work; what was chosen is kept all the same.");
      return exitCode;
    } finally {
      Files.deleteIfExists(source);
      Files.deleteIfExists(source.getParent());
    }
  }
}
