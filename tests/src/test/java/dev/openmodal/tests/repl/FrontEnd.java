package dev.openmodal.tests.repl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way to type Java, with the library there and ready.
 *
 * @param kind {@code jshell-jdi}, {@code jshell-local}, {@code jjava-jars} or {@code jjava-maven}
 * @param java the JDK's version
 */
record FrontEnd(String kind, int java) {
  static final List<FrontEnd> ALL =
      List.of(
          new FrontEnd("jshell-jdi", 17),
          new FrontEnd("jshell-local", 17),
          new FrontEnd("jjava-jars", 17),
          new FrontEnd("jjava-maven", 17),
          new FrontEnd("jshell-jdi", 25),
          new FrontEnd("jshell-local", 25),
          new FrontEnd("jjava-jars", 25),
          new FrontEnd("jjava-maven", 25));

  /** Why it cannot be started on this machine, if it cannot. */
  Optional<String> missing() {
    if (TestMachine.jdk(java).isEmpty()) {
      return Optional.of("no JDK " + java);
    }
    if (kind.startsWith("jjava") && TestMachine.python().isEmpty()) {
      return Optional.of("OPENMODAL_TEST_PYTHON names no Python with jupyter_client");
    }
    if (kind.startsWith("jjava") && TestMachine.jjava().isEmpty()) {
      return Optional.of("OPENMODAL_TEST_JJAVA names no kernelspec of JJava");
    }
    return Optional.empty();
  }

  /** Starts it and adds the one jar in the way that its name says. */
  ReplSession open() {
    Path home = TestMachine.jdk(java).orElseThrow();
    if (kind.startsWith("jshell")) {
      return JShellSession.of(home, kind.substring("jshell-".length())).byCommand().open();
    }
    JJavaSession session = JJavaSession.open(home, Map.of());
    String add =
        kind.equals("jjava-jars")
            ? "%jars " + TestMachine.oneJar()
            : "%maven --from " + LocalRepository.uri() + " " + LocalRepository.coordinates();
    List<String> printed = session.evaluate(add);
    if (printed.stream().anyMatch(l -> l.contains("Exception") || l.contains("Error"))) {
      session.close();
      throw new IllegalStateException(add + ": " + printed);
    }
    return session;
  }

  /** Such as {@code jshell-jdi-17}. */
  @Override
  public String toString() {
    return kind + "-" + java;
  }
}
