package dev.openmodal.tests.repl;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Maven repository in a folder, laid out as {@code mvn deploy} to a {@code file:} URL does. */
final class LocalRepository {
  private static final Path ROOT = TestMachine.target("repository");

  /** Where kernels keep what they resolved: a release that they have is never asked for again. */
  private static final Path CACHE = TestMachine.target("resolved");

  private LocalRepository() {}

  private static boolean published;

  /** Its address; what it holds is put there by the first who asks. */
  static synchronized URI uri() {
    if (!published) {
      publish();
      published = true;
    }
    return ROOT.toUri();
  }

  /** Lets a kernel that runs in this folder keep what it resolves away from the user's own. */
  static String jvmOption(Path workFolder) {
    return "-Dmaven.repo.local=" + workFolder.relativize(CACHE);
  }

  /**
   * A cell after which JJava's {@code %maven} looks at what Maven has resolved for this build, too:
   * Surefire says where that is.
   */
  static String alsoOfThisBuild() {
    String repository =
        System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository");
    return "System.setProperty(\"maven.repo.local.tail\", \"" + repository + "\");";
  }

  /** A release version: what is checked is the jar and its POM, not how snapshots are resolved. */
  static String coordinates() {
    return "dev.openmodal:openmodal:" + version();
  }

  private static String version() {
    Matcher name =
        Pattern.compile("openmodal-(.*)\\.jar")
            .matcher(TestMachine.oneJar().getFileName().toString());
    if (!name.matches()) {
      throw new IllegalStateException("not named openmodal-VERSION.jar: " + TestMachine.oneJar());
    }
    return name.group(1).replace("-SNAPSHOT", "");
  }

  private static void publish() {
    try {
      for (File each : Objects.requireNonNullElse(CACHE.toFile().listFiles(), new File[0])) {
        org.assertj.core.util.Files.delete(each);
      }
      Path folder =
          Files.createDirectories(ROOT.resolve("dev/openmodal/openmodal").resolve(version()));
      String stem = "openmodal-" + version();
      Files.copy(
          TestMachine.oneJar(), folder.resolve(stem + ".jar"), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(folder.resolve(stem + ".pom"), pom());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The flattened POM, which the build leaves beside its target folder, as a release's. */
  private static String pom() throws IOException {
    Path module = TestMachine.oneJar().getParent().getParent();
    return Files.readString(module.resolve(".flattened-pom.xml")).replace("-SNAPSHOT", "");
  }
}
