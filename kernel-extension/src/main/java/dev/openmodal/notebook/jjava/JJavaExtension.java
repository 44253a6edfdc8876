package dev.openmodal.notebook.jjava;

import dev.openmodal.bridge.Notebooks;
import dev.openmodal.notebook.Imports;
import dev.openmodal.notebook.LineMagic;
import dev.openmodal.notebook.cell.CellMagic;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a JJava kernel, once it has the jar: imports the API, and keeps the class files of
 * snippets.
 */
public final class JJavaExtension implements Extension {
  /** For the kernel. */
  public JJavaExtension() {}

  @Override
  public void install(BaseKernel kernel) {
    try {
      JJavaSnippets.of(kernel).keepFromNowOn();
      JJavaNotebook notebook = new JJavaNotebook(kernel);
      Notebooks.install(notebook);
      JJavaCards.register(kernel);
      kernel.getMagicsRegistry().registerLineMagic(LineMagic.NAME, JJavaExtension::command);
      kernel.getMagicsRegistry().registerCellMagic(LineMagic.NAME, JJavaExtension::cell);
      Imports.SNIPPETS.forEach(JJavaSnippets.shell(kernel)::eval);
      notebook.completeMagics();
    } catch (InvocationTargetException e) {
      report(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException | RuntimeException e) {
      report(e);
    }
  }

  /** {@code %openmodal}: the command, which prints what there is to say. */
  private static @Nullable Object command(BaseKernel kernel, List<String> arguments) {
    LineMagic.run(arguments);
    return null;
  }

  /** {@code %%openmodal}: a cell that runs on a worker. */
  private static @Nullable Object cell(BaseKernel kernel, List<String> options, String body)
      throws Exception {
    return CellMagic.run(JJavaSnippets.shell(kernel), options, body);
  }

  /** An extension that throws would keep the kernel from starting. */
  private static void report(Throwable thrown) {
    System.err.println(
        "OpenModal could not set up this kernel ("
            + thrown
            + "). It is made for JJava 1.0-a6 to 1.0-a8; type: import static"
            + " dev.openmodal.OpenModal.*;");
  }
}
