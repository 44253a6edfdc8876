package dev.openmodal.process;

import dev.openmodal.bridge.Home;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.spi.InstanceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a child JVM is started. */
final class CommandLine {
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final String MAIN = "dev.openmodal.bridge.WorkerMain";

  private CommandLine() {}

  static List<String> of(InstanceSpec spec, Confinement confinement) {
    List<String> command = new ArrayList<>();
    if (spec.isInBackground() && Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", "19"));
    }
    command.add(java(spec).toString());
    command.addAll(spec.jvmOptions());
    if (confinement.movesLifeLine()) {
      command.add("-Dopenmodal.lifeline=/dev/fd/3");
    }
    if (confinement == Confinement.GROUP) {
      command.add("-Dopenmodal.group=true");
    }
    if (confinement.isNamespace()) {
      command.add("-Dopenmodal.pid-namespace=true");
    }
    command.add("-Dopenmodal.cache=" + Home.cache().resolve("environment"));
    OneJar.unpacked(CommandLine.class).ifPresent(lib -> command.add("-Dopenmodal.lib=" + lib));
    command.add("-cp");
    command.add(spec.agentJar().toString());
    command.add(MAIN);
    return confinement.around(command);
  }

  private static Path java(InstanceSpec spec) {
    Path bin = spec.javaHome().resolve("bin");
    for (String name : new String[] {"java", "java.exe"}) {
      Path java = bin.resolve(name);
      if (Files.isExecutable(java)) {
        return java;
      }
    }
    throw StartFailure.noJava(spec);
  }
}
