package dev.openmodal.tests.repl;

import dev.openmodal.tests.repl.ParityRun.Result;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes one plain Java program of all forms, runs its {@code main} and reads the rows back. */
final class ProgramRun {
  /** What the program prints before the id of the form that comes next. */
  static final String FORM = "@@@ ";

  private final Path java;
  private final FrontEnd frontEnd;
  private final Path folder;

  ProgramRun(FrontEnd frontEnd) {
    this.frontEnd = frontEnd;
    this.java = TestMachine.jdk(frontEnd.java()).orElseThrow().resolve("bin/java");
    this.folder = TestMachine.target("programs").resolve(frontEnd.toString());
  }

  Map<String, Result> run(List<Form> forms) {
    List<Form> possible =
        forms.stream()
            .filter(f -> f.minJava() <= frontEnd.java())
            .map(Form::beforeRedefinition)
            .toList();
    Map<String, List<String>> printed = new LinkedHashMap<>();
    possible.forEach(form -> printed.put(form.id(), new ArrayList<>()));
    write(possible)
        .forEach(
            line -> {
              String[] refused = line.split("\t", 2);
              printed.get(refused[0]).add(refused[1]);
            });
    List<String> noise = new ArrayList<>();
    List<String> to = noise;
    for (String line : start("run.txt", oneJar() + File.pathSeparator + classes(), "forms.Main")) {
      if (line.startsWith(FORM)) {
        to = printed.get(line.substring(FORM.length()));
      } else if (!line.startsWith("openmodal: ")) { // the first call says where remote code runs
        to.add(line);
      }
    }
    if (!noise.isEmpty()) {
      throw new IllegalStateException(frontEnd + ": the program prints before it starts: " + noise);
    }
    Map<String, Result> results = new LinkedHashMap<>();
    possible.forEach(form -> results.put(form.id(), ParityRun.read(form, printed.get(form.id()))));
    return results;
  }

  /** Gives a line for each thing that the compiler has against a form. */
  private List<String> write(List<Form> forms) {
    List<String> arguments = new ArrayList<>(List.of(folder.toString(), oneJar()));
    forms.forEach(form -> arguments.add(form.id()));
    return start(
        "write.txt",
        TestMachine.testClasses().toString(),
        ProgramWriter.class.getName(),
        arguments.toArray(new String[0]));
  }

  private String classes() {
    return folder.resolve("classes").toString();
  }

  private static String oneJar() {
    return TestMachine.oneJar().toString();
  }

  private List<String> start(String output, String classPath, String main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-cp", classPath, main));
    command.addAll(List.of(arguments));
    try {
      Path file = Files.createDirectories(folder).resolve(output);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(TestMachine.target("work").toFile())
              .redirectErrorStream(true)
              .redirectOutput(file.toFile());
      TestMachine.UNWANTED.forEach(builder.environment()::remove);
      builder.environment().put("OPENMODAL_HOME", TestMachine.target("home").toString());
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      boolean ended = process.waitFor(4, TimeUnit.MINUTES);
      process.destroyForcibly();
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(
            main + (ended ? " failed" : " did not end") + ", see " + file + "; last: " + lines);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
