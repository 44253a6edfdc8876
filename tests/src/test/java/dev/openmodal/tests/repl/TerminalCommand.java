package dev.openmodal.tests.repl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code openmodal …} as it is typed in a terminal.
 *
 * @param exit its exit code
 */
record TerminalCommand(int exit, String out, String err) {
  /** Runs it to its end. */
  static TerminalCommand run(Path home, String... words) {
    try {
      Path out = Files.createTempFile(TestMachine.target("work"), "out-", ".txt");
      Path err = Files.createTempFile(TestMachine.target("work"), "err-", ".txt");
      try {
        Process process = start(home, out, err, words);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(String.join(" ", words) + " does not end");
        }
        return new TerminalCommand(
            process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Starts it, with its output in files. */
  static Process start(Path home, Path out, Path err, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(TestMachine.jdk(17).orElseThrow().resolve("bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"));
    command.add(TestMachine.oneJar().toString());
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(TestMachine.target("work").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("OPENMODAL_HOME", home.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    TestMachine.UNWANTED.forEach(builder.environment()::remove);
    return builder.start();
  }

  /** The document that it prints. */
  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException(this.toString(), e);
    }
  }
}
