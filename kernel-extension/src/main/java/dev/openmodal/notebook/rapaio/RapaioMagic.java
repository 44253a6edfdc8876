package dev.openmodal.notebook.rapaio;

import dev.openmodal.notebook.LineMagic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
            .canHandlePredicate(this::canHandleSnippet)
            .evalFunction(this::run)
            .completeFunction((kernel, snippet) -> null)
            .build());
  }

  @Override
  public boolean canHandleSnippet(MagicSnippet snippet) {
    return snippet.isLineMagic() && words(snippet).get(0).equals(START);
  }

  private static List<String> words(MagicSnippet snippet) {
    return Arrays.asList(snippet.line(0).code().strip().split("\\s+", -1));
  }

  private @Nullable Object run(RapaioKernel kernel, MagicSnippet snippet)
      throws MagicEvalException {
    List<String> words = words(snippet);
    PrintStream out = System.out;
    PrintStream err = System.err;
    System.setOut(to(kernel.channels()::writeToStdOut)); // as it does itself for cells of Java
    System.setErr(to(kernel.channels()::writeToStdErr));
    try {
      LineMagic.run(words.subList(1, words.size()));
    } catch (IllegalArgumentException e) {
      throw new MagicEvalException(snippet, e.getMessage());
    } finally {
      System.out.flush();
      System.err.flush();
      System.setOut(out);
      System.setErr(err);
    }
    return null;
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
