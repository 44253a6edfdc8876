package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.openmodal.bridge.Home;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.cache.Cache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code openmodal notebook}: a JupyterLab whose Java kernel knows this library. */
@Command(
    name = "notebook",
    description =
        "Opens JupyterLab with a Java kernel that knows this library; the first time, installs both"
            + " into a Python environment of their own.")
final class NotebookCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin Answer answer = new Answer();

  @Option(names = "--set-up", description = "Installs what is missing, and opens nothing.")
  boolean setUp;

  @Option(names = "--no-browser", description = "Opens no browser: prints the address.")
  boolean noBrowser;

  @Mixin JavaFlags flags = new JavaFlags();

  @Option(
      names = "--python",
      paramLabel = "PROGRAM",
      description = "A Python of 3.10 or later to install with. Default: one of the PATH.")
  @Nullable String python;

  @Parameters(
      paramLabel = "ARGS",
      description = "A notebook or a folder to open; after --, what else is passed to JupyterLab.")
  List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (answer.isJson() && !setUp) {
      throw new ParameterException(
          spec.commandLine(), "--json is for --set-up: JupyterLab talks to its browser.");
    }
    Path java = flags.java().home();
    NotebookEnvironment environment = new NotebookEnvironment(new Cache(Home.folder()).notebook());
    Path folder = environment.folder();
    environment.prepare(
        Optional.ofNullable(python), line -> spec.commandLine().getErr().println(line));
    String ours = OneJar.path().map(Path::toString).orElse("");
    environment.writeKernelSpec(
        java,
        flags.classPath == null ? ours : ours + File.pathSeparator + absolute(flags.classPath));
    if (setUp) {
      answer.show(
          JsonNodeFactory.instance.objectNode().put("folder", folder.toString()),
          "JupyterLab and a Java kernel are in " + folder);
      return 0;
    }
    List<String> lab = new ArrayList<>();
    if (noBrowser) {
      lab.add("--no-browser");
    }
    if (isRoot()) {
      lab.add("--allow-root"); // which Jupyter asks of root; who may log in is as for others
    }
    lab.addAll(arguments);
    return new ForegroundProcess(environment.lab(lab), flags.environment()).run();
  }

  /** A kernel starts in the folder of its notebook. */
  private static String absolute(String classPath) {
    List<String> paths = new ArrayList<>();
    for (String each : classPath.split(File.pathSeparator, -1)) {
      if (!each.isEmpty()) {
        paths.add(Path.of(each).toAbsolutePath().toString());
      }
    }
    return String.join(File.pathSeparator, paths);
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Home.folder(), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
