package dev.openmodal.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A JVM of its own: where the home is and what is loaded is decided once a JVM. */
record ChildJvm(List<String> options, Map<String, String> env, String classPath) {
  static ChildJvm ofTestClasses() {
    return new ChildJvm(List.of(), Map.of(), System.getProperty("java.class.path"));
  }

  ChildJvm on(Path classPath) {
    return new ChildJvm(options, env, classPath.toString());
  }

  ChildJvm with(String option) {
    List<String> all = new ArrayList<>(options);
    all.add(option);
    return new ChildJvm(all, env, classPath);
  }

  ChildJvm env(String name, String value) {
    Map<String, String> all = new TreeMap<>(env);
    all.put(name, value);
    return new ChildJvm(options, all, classPath);
  }

  /** Runs the main method of that class; its environment holds nothing that is not given. */
  Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(env);
    return builder.start();
  }

  /** What it printed. */
  String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    return output(start(main, arguments));
  }

  static String output(Process process) throws IOException, InterruptedException {
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    process.waitFor();
    return printed;
  }
}
