package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The examples in the comments of the API do what they say, typed one after the other into one
 * jshell.
 */
class ExamplesTest {
  private static final Path SOURCES =
      TestMachine.checkout().resolve("library/api/src/main/java/dev/openmodal");

  private static final Pattern TYPE =
      Pattern.compile(
          "^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|record|enum) (\\w+)",
          Pattern.MULTILINE);

  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* \\}</pre>", Pattern.DOTALL);

  /** Why a type has no example of its own. */
  private static final Map<String, String> WITHOUT =
      Map.ofEntries(
          Map.entry("Fn2", "as Fn1, with one argument more"),
          Map.entry("Fn3", "as Fn1, with more arguments"),
          Map.entry("Fn4", "as Fn1, with more arguments"),
          Map.entry("Action2", "as Action1, with one argument more"),
          Map.entry("Action3", "as Action1, with more arguments"),
          Map.entry("Action4", "as Action1, with more arguments"),
          Map.entry("Args3", "as Args2, with one argument more"),
          Map.entry("Args4", "as Args2, with more arguments"));

  /** Every public type, with its example or nothing. */
  private static Map<String, String> examples() throws IOException {
    Map<String, String> examples = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String source = Files.readString(file);
        Matcher type = TYPE.matcher(source);
        if (type.find()) {
          Matcher example = EXAMPLE.matcher(source.substring(0, type.start()));
          examples.put(
              type.group(1), example.find() ? example.group(1).replaceAll("(?m)^ \\* ?", "") : "");
        }
      }
    }
    return examples;
  }

  @Test
  void everyPublicTypeHasOne() throws IOException {
    Map<String, String> examples = examples();
    assertThat(examples).hasSizeGreaterThan(35);
    List<String> without =
        examples.keySet().stream().filter(type -> examples.get(type).isEmpty()).toList();
    assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT.keySet());
  }

  @Test
  void eachDoesWhatItSays() throws IOException {
    List<String> wrong = new ArrayList<>();
    long promises = 0;
    try (Typed shell = Typed.open()) {
      for (Map.Entry<String, String> example : examples().entrySet()) {
        promises += Typed.promises(example.getValue());
        for (String each : shell.java(example.getValue())) {
          wrong.add(example.getKey() + ": " + each);
        }
      }
    }
    System.out.println(promises + " values that examples of the API promise are compared");
    assertThat(wrong).isEmpty();
    assertThat(promises).isGreaterThanOrEqualTo(61);
  }
}
