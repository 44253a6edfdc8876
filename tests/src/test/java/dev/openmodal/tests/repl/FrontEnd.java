package dev.openmodal.tests.repl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One way to type Java, with the library there and ready.
 *
 * @param kind {@code jshell-jdi}, {@code jshell-local}, {@code jshell-api-jdi} and {@code
 *     jshell-api-local} (a program that embeds the JShell API, with either engine), {@code
 *     jjava-jars}, {@code jjava-maven}, {@code ijava}, {@code rapaio}, or {@code plain} (a program
 *     with a {@code main}); {@code jshell-containers} is jshell with its workers in containers
 * @param java the JDK's version
 */
record FrontEnd(String kind, int java) {
  private static final String EMBEDDED = "jshell-api-";
  private static final String CONTAINERS = "jshell-containers";
  private static final String INSTALL = "dev.openmodal.OpenModal.install();";

  static final List<FrontEnd> ALL =
      List.of(
          new FrontEnd("jshell-jdi", 17),
          new FrontEnd("jshell-local", 17),
          new FrontEnd("jshell-api-jdi", 17),
          new FrontEnd("jshell-api-local", 17),
          new FrontEnd("jjava-jars", 17),
          new FrontEnd("jjava-maven", 17),
          new FrontEnd("ijava", 17),
          new FrontEnd("rapaio", 17),
          new FrontEnd("plain", 17),
          new FrontEnd(CONTAINERS, 17),
          new FrontEnd("jshell-jdi", 25),
          new FrontEnd("jshell-local", 25),
          new FrontEnd("jshell-api-jdi", 25),
          new FrontEnd("jshell-api-local", 25),
          new FrontEnd("jjava-jars", 25),
          new FrontEnd("jjava-maven", 25),
          new FrontEnd("ijava", 25),
          new FrontEnd("rapaio", 25),
          new FrontEnd("plain", 25));

  /** Why it cannot be started on this machine, if it cannot. */
  Optional<String> missing() {
    if (TestMachine.jdk(java).isEmpty()) {
      return Optional.of("no JDK " + java);
    }
    if (kind.equals(CONTAINERS) && System.getenv("OPENMODAL_TEST_IMAGES") == null) {
      return Optional.of("no Docker Engine for tests");
    }
    if (!isShell() && !isProgram() && TestMachine.python().isEmpty()) {
      return Optional.of("OPENMODAL_TEST_PYTHON names no Python with jupyter_client");
    }
    if (kind.startsWith("jjava") && TestMachine.jjava().isEmpty()) {
      return Optional.of("OPENMODAL_TEST_JJAVA names no kernelspec of JJava");
    }
    return Optional.empty();
  }

  /** Whether snippets are typed into jshell itself or into a program that embeds it. */
  boolean isShell() {
    return kind.startsWith("jshell");
  }

  /** Whether nothing is typed at all. */
  boolean isProgram() {
    return kind.equals("plain");
  }

  /** Starts it and adds the one jar in the way that its name says. */
  ReplSession open() {
    Path home = TestMachine.jdk(java).orElseThrow();
    if (kind.startsWith(EMBEDDED)) {
      return JShellSession.of(home, kind.substring(EMBEDDED.length())).embedded().open();
    }
    if (kind.equals(CONTAINERS)) {
      return JShellSession.of(home, "jdi")
          .byCommand()
          .environment("OPENMODAL_PROVIDER", "local")
          .open();
    }
    if (isShell()) {
      return JShellSession.of(home, kind.substring("jshell-".length())).byCommand().open();
    }
    KernelSession session = KernelSession.open(spec(), home);
    try {
      prepare(session);
    } catch (IllegalStateException e) {
      session.close();
      throw e;
    }
    return session;
  }

  /** Types what the README has users type. */
  void prepare(KernelSession session) {
    for (String cell : cells()) {
      List<String> printed = session.evaluate(cell);
      if (printed.stream().anyMatch(l -> l.contains("Exception") || l.contains("Error"))) {
        throw new IllegalStateException(cell + ": " + printed);
      }
    }
  }

  /** Starts a kernel of that kind; where this machine has none, the test is skipped. */
  static KernelSession kernel(String kind, int java) {
    assumeKernel(kind, java);
    return (KernelSession) new FrontEnd(kind, java).open();
  }

  /** Skips the test where this machine has no kernel of that kind. */
  static void assumeKernel(String kind, int java) {
    new FrontEnd(kind, java).assumeThere();
  }

  /** Skips the test where it cannot be started on this machine. */
  void assumeThere() {
    Optional<String> missing = missing();
    assumeTrue(missing.isEmpty(), missing::orElseThrow);
  }

  /** The folder of the kernel's kernel.json. */
  private Path spec() {
    return switch (kind) {
      case "ijava" -> KernelSpecs.ijava();
      case "rapaio" -> KernelSpecs.rapaio();
      default -> TestMachine.jjava().orElseThrow();
    };
  }

  /** What the README has users type. */
  private List<String> cells() {
    return switch (kind) {
      case "ijava" -> List.of("%jars " + TestMachine.oneJar(), INSTALL);
      case "rapaio" -> List.of("%jar " + TestMachine.oneJar(), INSTALL);
      case "jjava-maven" ->
          List.of("%maven --from " + LocalRepository.uri() + " " + LocalRepository.coordinates());
      default -> List.of("%jars " + TestMachine.oneJar());
    };
  }

  /** Such as {@code jshell-jdi-17}. */
  @Override
  public String toString() {
    return kind + "-" + java;
  }
}
