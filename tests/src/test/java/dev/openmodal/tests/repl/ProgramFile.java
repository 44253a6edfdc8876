package dev.openmodal.tests.repl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program of {@code programs}. Lines {@code //: WORD REST} in it say how it is started: {@code
 * args} and {@code options} (with bars between them), {@code stdin} (a text), {@code stdin-bytes}
 * (how many), {@code java} (from which on).
 */
record ProgramFile(Path file, Map<String, String> how) {
  /** All, in the order of their names. */
  static List<ProgramFile> all() {
    try (Stream<Path> files = Files.walk(folder())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".properties"))
          .filter(file -> !file.toString().contains("parts") || file.endsWith("Shop.java"))
          .sorted()
          .map(ProgramFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In which they are started. */
  static Path folder() {
    return TestMachine.testClasses().resolve("programs");
  }

  private static ProgramFile read(Path file) {
    Map<String, String> how = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("//:")) {
          how.put(words[1], words[2]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProgramFile(file, how);
  }

  int minJava() {
    return Integer.parseInt(how.getOrDefault("java", "17"));
  }

  /** What stands behind {@code java} or {@code openmodal run}. */
  List<String> command() {
    List<String> command = new ArrayList<>(split("options"));
    command.add(folder().relativize(file).toString());
    command.addAll(split("args"));
    return command;
  }

  private List<String> split(String word) {
    return how.containsKey(word) ? List.of(how.get(word).split("\\|", -1)) : List.of();
  }

  byte[] input() {
    if (!how.containsKey("stdin-bytes")) {
      String text = how.getOrDefault("stdin", "").replace("\\n", "\n");
      return text.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[Integer.parseInt(how.get("stdin-bytes"))];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
