package dev.openmodal.notebook.ijava;

import dev.openmodal.bridge.KernelSetup;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.notebook.Imports;
import dev.openmodal.notebook.LineMagic;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;

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
    Notebooks.install(new IJavaNotebook(kernel));
    IJavaCards.register(kernel.getRenderer());
    Magics magics = (Magics) kernel.getClass().getMethod("getMagics").invoke(kernel);
    LineMagicFunction<Object> magic =
        words -> {
          LineMagic.run(words);
          return null;
        };
    magics.registerLineMagic(LineMagic.NAME, magic);
    for (String snippet : Imports.SNIPPETS) {
      evaluate(kernel, snippet);
    }
  }

  private static void evaluate(BaseKernel kernel, String snippet)
      throws ReflectiveOperationException {
    try {
      kernel.eval(snippet);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ReflectiveOperationException(e);
    }
  }
}
