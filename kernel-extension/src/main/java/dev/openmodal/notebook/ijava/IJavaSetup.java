package dev.openmodal.notebook.ijava;

import dev.openmodal.bridge.KernelSetup;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.notebook.Imports;
import dev.openmodal.notebook.LineMagic;
import dev.openmodal.notebook.cell.CellMagic;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.lang.reflect.Field;
import jdk.jshell.JShell;

/**
 * Sets up an IJava kernel. Its base is in a repository that a build can use, its own classes are
 * not, hence reflection for those.
 */
public final class IJavaSetup implements KernelSetup {
  private static final String ENTRY = "io.github.spencerpark.ijava.IJava";

  /** For {@link java.util.ServiceLoader}. */
  public IJavaSetup() {}

  @Override
  public boolean isHere() {
    try {
      return kernel() != null;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }

  private static Object kernel() throws ReflectiveOperationException {
    return Class.forName(ENTRY).getMethod("getKernelInstance").invoke(null);
  }

  @Override
  public void setUp() throws ReflectiveOperationException {
    BaseKernel kernel = (BaseKernel) kernel();
    JShell shell = shell(kernel);
    IJavaNotebook notebook = new IJavaNotebook(kernel, shell);
    IJavaCards.register(kernel.getRenderer());
    Magics magics = (Magics) kernel.getClass().getMethod("getMagics").invoke(kernel);
    LineMagicFunction<Object> magic =
        words -> {
          LineMagic.run(words);
          return null;
        };
    magics.registerLineMagic(LineMagic.NAME, magic);
    magics.registerCellMagic(LineMagic.NAME, cell(kernel, shell));
    Imports.SNIPPETS.forEach(shell::eval);
    notebook.completeMagics();
    Notebooks.install(notebook);
  }

  /** The kernel's evaluator holds it. */
  private static JShell shell(BaseKernel kernel) throws ReflectiveOperationException {
    Field field = kernel.getClass().getDeclaredField("evaluator");
    field.setAccessible(true);
    Object evaluator = field.get(kernel);
    return (JShell) evaluator.getClass().getMethod("getShell").invoke(evaluator);
  }

  /** IJava shows nothing of what a magic gives. */
  private static CellMagicFunction<Object> cell(BaseKernel kernel, JShell shell) {
    return (options, body) -> {
      Object value = CellMagic.run(shell, options, body);
      if (value != null) {
        kernel.display(
            value instanceof DisplayData shown ? shown : kernel.getRenderer().render(value));
      }
      return null;
    };
  }
}
