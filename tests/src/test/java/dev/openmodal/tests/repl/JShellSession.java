package dev.openmodal.tests.repl;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real {@code jshell} tool or API of one JDK, fed through a stdin. */
final class JShellSession implements ReplSession {
  private static final String END_OF_STREAM = "\0";

  private final Process process;
  private final boolean errorsApart;
  private final OutputStream in;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private int inputs;

  private JShellSession(Process process, boolean errorsApart) {
    this.process = process;
    this.errorsApart = errorsApart;
    this.in = process.getOutputStream();
    Thread reader = new Thread(this::read, "jshell-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** How to start one. */
  static final class Start {
    private final Path javaHome;
    private final String engine;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> classPath = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private Path directory = TestMachine.target("work");
    private boolean byCommand;
    private boolean embedded;
    private boolean prompting;
    private @Nullable Path errors;

    private Start(Path javaHome, String engine) {
      this.javaHome = javaHome;
      this.engine = engine;
      environment.put("OPENMODAL_HOME", TestMachine.target("home").toString());
    }

    /** Jars in front of what is there already. */
    Start classPath(Path... jars) {
      for (Path jar : jars) {
        classPath.add(jar.toString());
      }
      return this;
    }

    /** Arguments of jshell itself, such as {@code --enable-preview}. */
    Start arguments(String... more) {
      arguments.addAll(List.of(more));
      return this;
    }

    Start environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    Start directory(Path folder) {
      directory = folder;
      return this;
    }

    /**
     * Keeps stderr apart, in a file. Errors of the shell itself go there too, so that {@code
     * evaluate} answers with what went to stdout alone.
     */
    Start errorsTo(Path file) {
      errors = file;
      return this;
    }

    /** Through {@code java -jar openmodal.jar jshell}, as the README shows. */
    Start byCommand() {
      byCommand = true;
      return this;
    }

    /** With prompts, and with the values of what is typed, as at a terminal. */
    Start prompting() {
      prompting = true;
      return this;
    }

    /** In a program that embeds the JShell API, with the one jar. */
    Start embedded() {
      embedded = true;
      return this;
    }

    /** The command line. */
    List<String> command() {
      return embedded ? embeddingCommand() : jshellCommand();
    }

    /** The local engine runs snippets in the program itself, which has the jar, then. */
    private List<String> embeddingCommand() {
      String path = TestMachine.testClasses().toString();
      return List.of(
          javaHome.resolve("bin/java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          engine.equals("local") ? path + File.pathSeparator + TestMachine.oneJar() : path,
          EmbeddedShell.class.getName(),
          engine,
          TestMachine.oneJar().toString());
    }

    private List<String> jshellCommand() {
      List<String> command = new ArrayList<>();
      String path = String.join(File.pathSeparator, classPath);
      if (byCommand) {
        command.addAll(
            List.of(
                javaHome.resolve("bin/java").toString(),
                "-jar",
                TestMachine.oneJar().toString(),
                "jshell",
                "--execution",
                engine));
        if (!path.isEmpty()) {
          command.addAll(List.of("--class-path", path));
        }
        command.add("--");
      } else {
        command.add(javaHome.resolve("bin/jshell").toString());
        command.addAll(List.of("--execution", engine));
        if (engine.equals("local")) {
          command.addAll(List.of("-J--add-modules=ALL-DEFAULT", "-J--class-path=" + path));
        }
        command.addAll(List.of("--class-path", path));
      }
      // Compiling snippets is most of the time, and never gets warm.
      command.add("-J-XX:TieredStopAtLevel=1");
      command.add("-J-Djava.util.prefs.userRoot=" + preferences());
      command.addAll(arguments);
      if (!prompting) {
        command.addAll(List.of("-s", "-"));
      }
      return command;
    }

    /** Of the tests' own; where the folder exists the JDK does not announce that it made it. */
    private static Path preferences() {
      TestMachine.target("preferences/.java/.userPrefs");
      return TestMachine.target("preferences");
    }

    JShellSession open() {
      ProcessBuilder builder = new ProcessBuilder(command()).directory(directory.toFile());
      if (errors == null) {
        // jshell answers on stderr: one stream keeps the order of answers and output
        builder.redirectErrorStream(true);
      } else {
        builder.redirectError(errors.toFile());
      }
      builder.environment().putAll(environment);
      TestMachine.UNWANTED.forEach(builder.environment()::remove);
      builder.environment().put("LC_ALL", environment.getOrDefault("LC_ALL", "C.UTF-8"));
      try {
        return new JShellSession(builder.start(), errors != null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * @param engine {@code jdi} or {@code local}
   */
  static Start of(Path javaHome, String engine) {
    return new Start(javaHome, engine);
  }

  @Override
  public List<String> evaluate(String code, Duration within) {
    inputs++;
    // An unknown command is answered at once, by a line that nothing else prints.
    String command = "/end-of-input-" + inputs + "-";
    String mark = errorsApart ? command : "Invalid command: " + command;
    String asks = errorsApart ? "System.out.println(\"" + command + "\");" : command;
    send(code.stripTrailing() + "\n" + asks + "\n");
    List<String> printed = new ArrayList<>();
    long end = System.nanoTime() + within.toNanos();
    while (true) {
      String line;
      try {
        line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SessionLostException("interrupted");
      }
      if (line == null || line.equals(END_OF_STREAM)) {
        String why = line == null ? "no answer within " + within : "jshell ended";
        close();
        throw new SessionLostException(why + " after:\n" + code + "\nit printed: " + tail(printed));
      }
      int at = line.indexOf(mark);
      if (at > 0) {
        printed.add(line.substring(0, at));
      }
      if (at >= 0) {
        return printed;
      }
      printed.add(line);
    }
  }

  /** Writes to the shell's stdin and does not wait for anything. */
  void send(String text) {
    try {
      in.write(text.getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new SessionLostException("jshell takes no more input: " + e);
    }
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    try {
      in.write("\n/exit\n".getBytes(StandardCharsets.UTF_8));
      in.close();
    } catch (IOException alreadyGone) {
      // it needs no farewell then
    }
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private static List<String> tail(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - 20), lines.size());
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException closed) {
      // the process is gone
    }
    lines.add(END_OF_STREAM);
  }
}
