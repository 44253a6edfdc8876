package dev.openmodal.engine.command;

import dev.openmodal.bridge.OneJar;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code openmodal jshell}: jshell with this jar on its class path and the API imported. */
@Command(
    name = "jshell",
    description = "Opens jshell, ready to type app(\"x\").",
    footer = {
      "",
      "Example: openmodal jshell --class-path lib.jar",
      "Arguments for jshell itself come last, after --: openmodal jshell -- -s notes.jsh"
    })
final class JShellCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--execution",
      paramLabel = "ENGINE",
      defaultValue = "jdi",
      description =
          "jdi: snippets run in a JVM of their own, jshell's default; local: in jshell's own JVM."
              + " One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  ShellEngine engine = ShellEngine.jdi;

  @Mixin JavaFlags flags = new JavaFlags();

  @Parameters(paramLabel = "ARGS", description = "Passed to jshell as they are.")
  List<String> arguments = List.of();

  @Override
  public Integer call() throws Exception {
    ShellProcess shell = ShellProcess.of(flags.java(), engine, flags.classPath);
    if (OwnTerminal.isOne()) {
      spec.commandLine()
          .getOut()
          .println(
              "|  OpenModal " + OneJar.version() + ": app(\"x\").function(() -> 6 * 7).remote()");
    }
    return shell.run(arguments, flags.environment());
  }
}
