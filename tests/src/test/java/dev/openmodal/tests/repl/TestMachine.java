package dev.openmodal.tests.repl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine has for the tests: JDKs, the one jar, a Python with the kernel. */
final class TestMachine {
  private TestMachine() {}

  /** The JDK of that version: {@code JAVA_17_HOME}, or one below {@code /usr/lib/jvm}. */
  static Optional<Path> jdk(int version) {
    String named = System.getenv("JAVA_" + version + "_HOME");
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    if (Runtime.version().feature() == version) {
      Path own = Path.of(System.getProperty("java.home"));
      if (Files.isExecutable(own.resolve("bin/jshell"))) {
        return Optional.of(own);
      }
    }
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(all)) {
      return found
          .filter(p -> p.getFileName().toString().matches(".*\\b" + version + "\\b.*"))
          .filter(p -> Files.isExecutable(p.resolve("bin/jshell")))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one jar: {@code -Dopenmodal.test.jar}, or what kernel-extension built. */
  static Path oneJar() {
    String named = System.getProperty("openmodal.test.jar");
    if (named != null) {
      return Path.of(named).toAbsolutePath();
    }
    Path target = checkout().resolve("kernel-extension/target");
    try (Stream<Path> found = Files.list(target)) {
      return found
          .filter(p -> p.getFileName().toString().matches("openmodal-[0-9].*\\.jar"))
          .filter(p -> !p.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no openmodal-VERSION.jar in " + target));
    } catch (IOException e) {
      throw new UncheckedIOException("The one jar is not built: " + target, e);
    }
  }

  /** The folder of the tests' own classes, and of the forms. */
  static Path testClasses() {
    try {
      return Path.of(TestMachine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The root of the checkout. */
  static Path checkout() {
    Path here = Path.of("").toAbsolutePath();
    for (Path p = here; p != null; p = p.getParent()) {
      if (Files.isDirectory(p.resolve("kernel-extension"))) {
        return p;
      }
    }
    throw new IllegalStateException("not inside the checkout: " + here);
  }

  /** A folder for what a test leaves behind: {@code tests/target/NAME}. */
  static Path target(String name) {
    Path folder = checkout().resolve("tests/target").resolve(name);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Python with jupyter_client, if {@code OPENMODAL_TEST_PYTHON} names one. */
  static Optional<Path> python() {
    return existing("OPENMODAL_TEST_PYTHON");
  }

  /** The folder of JJava's kernel.json, if {@code OPENMODAL_TEST_JJAVA} names one. */
  static Optional<Path> jjava() {
    return existing("OPENMODAL_TEST_JJAVA");
  }

  private static Optional<Path> existing(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(v -> !v.isBlank())
        .map(Path::of)
        .filter(Files::exists);
  }

  /** Environment variables of this process that would change what a shell does. */
  static final List<String> UNWANTED =
      List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JSHELLEDITOR", "CLASSPATH");
}
