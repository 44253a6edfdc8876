package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.provider.ProviderChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code openmodal version}: which build this is, on which Java, and where calls would run. */
@Command(name = "version", description = "Prints the version, the Java and the provider.")
final class VersionCommand implements Runnable {
  @Mixin Answer answer = new Answer();

  @Override
  public void run() {
    String version = OneJar.version();
    String java = Runtime.version().toString();
    String home = System.getProperty("java.home");
    String provider = ProviderChoice.ofThisClientInWords();
    answer.show(
        JsonNodeFactory.instance
            .objectNode()
            .put("version", version)
            .put("java", java)
            .put("javaHome", home)
            .put("provider", provider),
        String.join(
            System.lineSeparator(),
            "openmodal " + version,
            "java      " + java + ", " + home,
            "provider  " + provider));
  }
}
