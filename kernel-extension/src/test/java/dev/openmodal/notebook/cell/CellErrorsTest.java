package dev.openmodal.notebook.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import org.junit.jupiter.api.Test;

class CellErrorsTest {
  @Test
  void aCellHasOptionsAndNoMethodsAndNoLambda() {
    assertThat(CellErrors.words("It was stopped. Raise timeout(\u2026) or let the code do less."))
        .isEqualTo("It was stopped. Raise --timeout or let the code do less.");
    assertThat(
            CellErrors.words(
                "Check jvmOptions(\u2026), env(\u2026) and javaHome(\u2026), then call again."))
        .isEqualTo("Check --jvm-option, --env and --java-home, then call again.");
    assertThat(CellErrors.words("Ask for more with memory(\"\u2026\")."))
        .isEqualTo("Ask for more with --memory.");
    assertThat(
            CellErrors.words(
                "lambda \u2192 reader (snippet variable) \u2192 java.io.StringReader: an open stream cannot"
                    + " travel. Open it inside the lambda."))
        .isEqualTo(
            "reader (snippet variable) \u2192 java.io.StringReader: an open stream cannot travel."
                + " Open it in the cell.");
  }

  @Test
  void itsTraceEndsWhereOursBegins() {
    OpenModalException error = new OpenModalException(ErrorCode.TIMEOUT, "Raise timeout(\u2026).");
    StackTraceElement users = new StackTraceElement("REPL.$JShell$1", "work", null, 2);
    StackTraceElement magic = new StackTraceElement("REPL.$JShell$2", "do_it$", null, 1);
    error.setStackTrace(
        new StackTraceElement[] {
          users,
          new StackTraceElement("dev.openmodal.notebook.cell.CellMagic", "run", null, 1),
          new StackTraceElement("org.dflib.jjava.Kernel", "eval", null, 1),
          magic
        });
    Exception said = CellErrors.ofCell(error);
    assertThat(said).hasMessage("Raise --timeout. [TIMEOUT]");
    assertThat(said.getStackTrace()).containsExactly(users, magic);
  }
}
