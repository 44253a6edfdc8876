package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.openmodal.tests.repl.ParityRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form gives remotely what it gives here, on every front end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class ParityTest {
  private static final int FORMS_BY_MAVEN = 30;

  private final List<Form> forms = chosen();
  private final Map<FrontEnd, Map<String, ParityVerdict>> verdicts = new ConcurrentHashMap<>();
  private final Map<FrontEnd, Duration> took = new ConcurrentHashMap<>();
  private final Map<FrontEnd, Set<String>> javas = new ConcurrentHashMap<>();

  /** All of them, or those that {@code -Dopenmodal.test.forms=REGEX} names. */
  private static List<Form> chosen() {
    String wanted = System.getProperty("openmodal.test.forms", ".*");
    return FormFiles.forms().stream().filter(f -> f.id().matches(wanted)).toList();
  }

  static Stream<FrontEnd> frontEnds() {
    String wanted = System.getProperty("openmodal.test.frontends", ".*");
    return FrontEnd.ALL.stream().filter(f -> f.toString().matches(wanted));
  }

  @Test
  void formIdsAreUniqueAndRefusalsNameForms() {
    List<String> ids = FormFiles.forms().stream().map(Form::id).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(56);
    assertThat(FormFiles.refusals())
        .allSatisfy(
            r -> {
              assertThat(ids).contains(r.form());
              assertThat(r.reason()).isNotBlank();
            });
  }

  /**
   * A part, of 60 or more, which is another one on the other Java and on other front ends: each
   * form is run in jshell, in notebooks and in a program. {@code -Dopenmodal.test.parity=all} gives
   * each front end all.
   */
  private List<Form> formsFor(FrontEnd frontEnd) {
    boolean is17 = frontEnd.java() == 17;
    if (System.getProperty("openmodal.test.parity", "").equals("all")) {
      return forms;
    }
    return switch (frontEnd.kind()) {
      case "jjava-maven" -> forms.subList(0, Math.min(FORMS_BY_MAVEN, forms.size()));
      case "jshell-api-local" -> is17 ? ofEachTen(0, 1, 5, 6) : ofEachTen(2, 3, 7, 8);
      case "jshell-api-jdi" -> is17 ? ofEachTen(2, 4, 7, 8) : ofEachTen(0, 3, 5, 9);
      case "ijava" -> is17 ? ofEachTen(1, 3, 5, 7) : ofEachTen(0, 2, 6, 9);
      case "rapaio" -> is17 ? ofEachTen(0, 4, 6, 8) : ofEachTen(1, 3, 7, 9);
      case "jjava-jars" -> is17 ? ofEachTen(1, 3, 5, 7) : ofEachTen(0, 2, 6, 9);
      case "jshell-local" -> is17 ? ofEachTen(4, 6, 8, 9) : ofEachTen(0, 1, 2, 3);
      case "jshell-jdi" -> is17 ? ofEachTen(0, 1, 2, 3) : ofEachTen(5, 6, 7, 8);
      case "jshell-containers" -> ofEachTen(1, 4, 6, 9);
      default -> is17 ? ofEachTen(0, 2, 4, 5, 6, 8) : ofEachTen(1, 3, 7, 9);
    };
  }

  private List<Form> ofEachTen(Integer... places) {
    return IntStream.range(0, forms.size())
        .filter(i -> List.of(places).contains(i % 10))
        .mapToObj(forms::get)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frontEnds")
  void everyFormWorksOrIsRefusedAsListed(FrontEnd frontEnd) {
    Optional<String> missing = frontEnd.missing();
    assumeTrue(missing.isEmpty(), () -> frontEnd + ": " + missing.orElseThrow());
    long start = System.nanoTime();
    Map<String, Result> results =
        frontEnd.isProgram()
            ? new ProgramRun(frontEnd).run(formsFor(frontEnd))
            : new ParityRun(frontEnd).run(formsFor(frontEnd));
    took.put(frontEnd, Duration.ofNanos(System.nanoTime() - start));
    Map<String, ParityVerdict> column = new LinkedHashMap<>();
    Set<String> seen = new LinkedHashSet<>();
    results.forEach(
        (id, result) -> {
          column.put(id, ParityVerdict.of(result, frontEnd, FormFiles.refusals()));
          result
              .rows()
              .forEach(
                  row -> seen.add(bare(row.here()) + " here, " + bare(row.worker()) + " worker"));
        });
    verdicts.put(frontEnd, column);
    javas.put(frontEnd, seen);
    List<String> failures = new ArrayList<>();
    column.forEach(
        (id, verdict) -> {
          if (verdict.fails()) {
            failures.add(id + "\n    " + String.join("\n    ", verdict.details()));
          }
        });
    assertThat(failures).as("forms that fail on %s", frontEnd).isEmpty();
  }

  /** Writes the table that docs and the check's summary quote. */
  @AfterAll
  void table() throws IOException {
    ParityTable table = new ParityTable(forms, verdicts, javas, took);
    Files.writeString(TestMachine.target(".").resolve("parity.txt"), table.text());
    System.out.println(table.summary());
    if (forms.size() == FormFiles.forms().size()) {
      verdicts.forEach(ParityTest::assertManyWork);
    }
    assertThat(table.shareThatWorks(ParityTable.TYPED)).isGreaterThanOrEqualTo(0.9);
    assertThat(table.shareThatWorks(FrontEnd::isProgram)).isGreaterThanOrEqualTo(0.8);
  }

  private static void assertManyWork(FrontEnd frontEnd, Map<String, ParityVerdict> column) {
    if (!frontEnd.kind().equals("jjava-maven")) { // the same kernel as jjava-jars
      assertThat(column).as("%s", frontEnd).hasSizeGreaterThanOrEqualTo(60);
      assertThat(column.values().stream().filter(v -> v.word().equals("works")).count())
          .as("forms that work on %s", frontEnd)
          .isGreaterThanOrEqualTo(54);
    }
  }

  private static String bare(String versionAndPid) {
    return versionAndPid.replaceAll("\"|@.*", "");
  }
}
