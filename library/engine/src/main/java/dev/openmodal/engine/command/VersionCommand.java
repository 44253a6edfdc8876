package dev.openmodal.engine.command;

import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.provider.ProviderChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code openmodal version}: which build this is, on which Java, and where calls would run. */
@Command(name = "version", description = "Prints the version, the Java and the provider.")
final class VersionCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    var out = spec.commandLine().getOut();
    out.println("openmodal " + OneJar.version());
    out.println("java      " + Runtime.version() + ", " + System.getProperty("java.home"));
    out.println("provider  " + ProviderChoice.ofThisClientInWords());
  }
}
