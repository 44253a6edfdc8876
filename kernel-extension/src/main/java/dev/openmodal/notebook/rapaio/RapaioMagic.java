package dev.openmodal.notebook.rapaio;

import dev.openmodal.notebook.LineMagic;
import dev.openmodal.notebook.MagicCompletion;
import dev.openmodal.notebook.cell.CellMagic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rapaio.jupyter.kernel.core.CompleteMatches;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.magic.MagicEvalException;
import org.rapaio.jupyter.kernel.core.magic.MagicHandler;
import org.rapaio.jupyter.kernel.core.magic.MagicSnippet;
import org.rapaio.jupyter.kernel.core.magic.SnippetMagicHandler;

/** {@code %openmodal} in a rapaio kernel. */
final class RapaioMagic extends MagicHandler {
  private static final String START = "%" + LineMagic.NAME;

  @Override
  public String name() {
    return "OpenModal";
  }

  @Override
  public List<String> helpMessage() {
    return List.of("Shows and ends what runs remotely.");
  }

  @Override
  public List<SnippetMagicHandler> snippetMagicHandlers() {
    return List.of(
        SnippetMagicHandler.lineMagic()
            .syntaxMatcher(START + ".*")
            .syntaxHelp(List.of(START + " COMMAND"))
            .syntaxPrefix(START)
            .documentation(List.of(START + " help lists the commands."))
            .canHandlePredicate(RapaioMagic::isLine)
            .evalFunction(this::run)
            .completeFunction((kernel, snippet) -> complete(snippet))
            .build(),
        SnippetMagicHandler.cellMagic()
            .syntaxMatcher("%" + START + ".*")
            .syntaxHelp(List.of("%" + START + " OPTIONS"))
            .syntaxPrefix("%" + START)
            .documentation(List.of("Runs the cell on a worker."))
            .canHandlePredicate(RapaioMagic::isCell)
            .evalFunction(this::runCell)
            .completeFunction((kernel, snippet) -> complete(snippet))
            .build());
  }

  @Override
  public boolean canHandleSnippet(MagicSnippet snippet) {
    return isLine(snippet) || isCell(snippet);
  }

  private static boolean isLine(MagicSnippet snippet) {
    return snippet.isLineMagic() && words(snippet).get(0).equals(START);
  }

  private static boolean isCell(MagicSnippet snippet) {
    return snippet.isCellMagic() && words(snippet).get(0).equals("%" + START);
  }

  private static List<String> words(MagicSnippet snippet) {
    return Arrays.asList(snippet.line(0).code().strip().split("\\s+", -1));
  }

  private static CompleteMatches complete(MagicSnippet snippet) {
    for (MagicSnippet.CodeLine line : snippet.lines()) {
      if (line.hasPosition()) {
        int offset = line.globalPosition() - line.relativePosition();
        Optional<MagicCompletion.Matches> ours =
            MagicCompletion.of(line.code(), line.relativePosition());
        if (ours.isPresent()) {
          MagicCompletion.Matches matches = ours.get();
          return new CompleteMatches(
              matches.words(), matches.start() + offset, matches.end() + offset);
        }
      }
    }
    return new CompleteMatches(List.of(), 0, 0);
  }

  private @Nullable Object run(RapaioKernel kernel, MagicSnippet snippet)
      throws MagicEvalException {
    List<String> words = words(snippet);
    return shown(
        kernel,
        () -> {
          try {
            LineMagic.run(words.subList(1, words.size()));
            return null;
          } catch (IllegalArgumentException e) {
            throw new MagicEvalException(snippet, e.getMessage());
          }
        });
  }

  private @Nullable Object runCell(RapaioKernel kernel, MagicSnippet snippet)
      throws MagicEvalException {
    List<String> words = words(snippet);
    String body =
        snippet.lines().stream()
            .skip(1)
            .map(MagicSnippet.CodeLine::code)
            .collect(Collectors.joining("\n"));
    return shown(
        kernel,
        () -> CellMagic.run(kernel.javaEngine().getShell(), words.subList(1, words.size()), body));
  }

  /** What it prints is shown in the cell, as the kernel itself does for cells of Java. */
  private static @Nullable Object shown(RapaioKernel kernel, Callable<@Nullable Object> magic)
      throws MagicEvalException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream cellOut = to(kernel.channels()::writeToStdOut);
    PrintStream cellErr = to(kernel.channels()::writeToStdErr);
    System.setOut(cellOut);
    System.setErr(cellErr);
    try {
      return magic.call();
    } catch (Exception e) { // of user code, too
      throw RapaioMagic.<RuntimeException>unchecked(e);
    } catch (Error e) { // which would end the thread of the kernel that runs cells
      throw new IllegalStateException(e.toString(), e);
    } finally {
      cellOut.flush(); // whatever the magic has put in their place
      cellErr.flush();
      System.setOut(out);
      System.setErr(err);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static PrintStream to(Consumer<String> cell) {
    ByteArrayOutputStream line =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            if (size() > 0) {
              cell.accept(toString(StandardCharsets.UTF_8));
              reset();
            }
          }
        };
    return new PrintStream(line, false, StandardCharsets.UTF_8);
  }
}
