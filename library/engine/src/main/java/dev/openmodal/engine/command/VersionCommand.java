package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.environment.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/**
 * {@code openmodal version}: which build this is, by the hash of its jar, on which Java, and where
 * calls would run.
 */
@Command(name = "version", description = "Prints the version, the Java and the provider.")
final class VersionCommand implements Runnable {
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();
  @Mixin Answer answer = new Answer();

  @Override
  public void run() {
    String version = OneJar.version();
    Optional<Path> jar = OneJar.path();
    Optional<String> build = jar.map(VersionCommand::build);
    String java = Runtime.version().toString();
    String home = System.getProperty("java.home");
    String provider = parent.providers().inWords();
    answer.show(
        JsonNodeFactory.instance
            .objectNode()
            .put("version", version)
            .put("build", build.orElse(null))
            .put("jar", jar.map(Path::toString).orElse(null))
            .put("java", java)
            .put("javaHome", home)
            .put("provider", provider),
        String.join(
            System.lineSeparator(),
            "openmodal "
                + version
                + build.map(hash -> ", build " + hash + ", " + jar.orElseThrow()).orElse(""),
            "java      " + java + ", " + home,
            "provider  " + provider));
  }

  /** Two builds of one version differ in it. */
  static String build(Path jar) {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
      return Sha256.hex(digest).substring(0, 12);
    } catch (IOException e) {
      return "unknown"; // it has gone
    }
  }
}
