package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages for users show is what happens: each block of code runs, or says why it does not.
 */
class DocsTest {
  private static final Path ROOT = TestMachine.checkout();

  /** As many as there are; who adds one raises it. */
  private static final int RUN = 25;

  private static final int NOT_RUN = 3;

  private static final int PROMISES = 34;

  private enum Kind {
    JAVA,
    TRANSCRIPT,
    CELL,
    SHELL,
    PRINTED,
    NOT_RUN,
    UNKNOWN
  }

  private static Kind kind(MarkdownBlock block) {
    if (block.mark().isPresent()) {
      return block.mark().get().isNotRun() ? Kind.NOT_RUN : Kind.PRINTED;
    }
    return switch (block.language()) {
      case "java" -> block.text().startsWith("%") ? Kind.CELL : Kind.JAVA;
      case "jshell" -> Kind.TRANSCRIPT;
      case "sh" -> Kind.SHELL;
      default -> Kind.UNKNOWN;
    };
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  static List<Path> pagesWithCode() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path page : pages()) {
      if (MarkdownBlock.of(page).stream().anyMatch(block -> kind(block) != Kind.NOT_RUN)) {
        pages.add(page);
      }
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pagesWithCode")
  @Execution(ExecutionMode.CONCURRENT) // each in shells of its own
  void whatAPageShowsIsWhatHappens(Path page) throws Exception {
    try (Running running = new Running()) {
      for (MarkdownBlock block : MarkdownBlock.of(page)) {
        assertThat(running.run(block)).as(block.where()).isEmpty();
      }
    }
  }

  @Test
  void noBlockIsLeftOutInSilence() throws IOException {
    List<MarkdownBlock> blocks = new ArrayList<>();
    for (Path page : pages()) {
      blocks.addAll(MarkdownBlock.of(page));
    }
    List<MarkdownBlock> notRun =
        blocks.stream().filter(block -> kind(block) == Kind.NOT_RUN).toList();
    long promises =
        blocks.stream()
            .filter(block -> kind(block) == Kind.JAVA)
            .mapToLong(block -> Typed.promises(block.text()))
            .sum();
    System.out.println(
        (blocks.size() - notRun.size())
            + " blocks of pages run; "
            + promises
            + " values that their comments promise are compared");
    notRun.stream()
        .sorted(Comparator.comparing(MarkdownBlock::where))
        .map(block -> block.where() + " is not run: " + block.mark().orElseThrow().text())
        .forEach(System.out::println);
    assertThat(blocks)
        .filteredOn(block -> kind(block) == Kind.UNKNOWN)
        .as("a block names java, jshell or sh, or has a comment before it: <!-- not run: why -->")
        .extracting(MarkdownBlock::where)
        .isEmpty();
    assertThat(blocks.size() - notRun.size()).as("blocks that run").isGreaterThanOrEqualTo(RUN);
    assertThat(promises).as("values that are compared").isGreaterThanOrEqualTo(PROMISES);
    assertThat(notRun).as("blocks that do not").hasSizeLessThanOrEqualTo(NOT_RUN);
  }

  /** What the blocks of one page run in, started when the first of them needs it. */
  private static final class Running implements AutoCloseable {
    private @Nullable Typed shell;
    private @Nullable KernelSession kernel;

    List<String> run(MarkdownBlock block) throws Exception {
      return switch (kind(block)) {
        case JAVA -> shell().java(block.text());
        case TRANSCRIPT -> shell().transcript(block.text());
        case CELL -> cell(block.text());
        case SHELL -> command(block.text()).wrong();
        case PRINTED -> printed(block);
        case NOT_RUN -> List.of();
        case UNKNOWN -> List.of("it names no language");
      };
    }

    private Typed shell() {
      if (shell == null) {
        shell = Typed.open();
      }
      return shell;
    }

    private List<String> cell(String text) {
      if (kernel == null) {
        kernel = FrontEnd.kernel("jjava-jars", 17);
      }
      KernelSession.Cell cell = kernel.cell(text, Duration.ofMinutes(1));
      return cell.status().equals("ok") ? List.of() : List.of(text + "\n failed: " + cell.error());
    }

    private static List<String> printed(MarkdownBlock block) throws Exception {
      Command command = command(block.mark().orElseThrow().text());
      return !command.wrong().isEmpty() || Masked.of(block.text()).isIn(command.output())
          ? command.wrong()
          : List.of("it is printed otherwise:\n" + command.output());
    }

    private record Command(int status, String output) {
      List<String> wrong() {
        return status == 0 ? List.of() : List.of("exit code " + status + ":\n" + output);
      }
    }

    /** In a folder of its own, from which the scripts of the checkout can be named. */
    private static Command command(String text) throws Exception {
      Path folder = Files.createTempDirectory("openmodal-docs");
      try {
        for (String script : List.of("openmodal", "tour", "check")) {
          Files.createSymbolicLink(folder.resolve(script), ROOT.resolve(script));
        }
        ProcessBuilder builder =
            new ProcessBuilder("bash", "-euo", "pipefail", "-c", text)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile()) // which what it leaves may hold
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        TestMachine.UNWANTED.forEach(builder.environment()::remove);
        builder.environment().put("OPENMODAL_HOME", TestMachine.target("home").toString());
        builder.environment().put("JAVA_HOME", TestMachine.jdk(17).orElseThrow().toString());
        Process process = builder.start();
        try {
          boolean hasEnded = process.waitFor(2, TimeUnit.MINUTES);
          return new Command(
              hasEnded ? process.exitValue() : -1, Files.readString(folder.resolve("output")));
        } finally {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
      } finally {
        org.assertj.core.util.Files.delete(folder.toFile());
      }
    }

    @Override
    public void close() {
      if (shell != null) {
        shell.close();
      }
      if (kernel != null) {
        kernel.close();
      }
    }
  }
}
