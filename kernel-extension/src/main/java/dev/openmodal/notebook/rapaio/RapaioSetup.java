package dev.openmodal.notebook.rapaio;

import dev.openmodal.bridge.KernelSetup;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.notebook.Imports;
import java.lang.reflect.Field;
import java.util.List;
import jdk.jshell.JShell;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.magic.MagicHandler;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

/**
 * Sets up a rapaio kernel. It has no way to add a magic or the rendering of an object at run time;
 * being in no named module, the lists that hold them are open to reflection.
 */
public final class RapaioSetup implements KernelSetup {
  /** For {@link java.util.ServiceLoader}. */
  public RapaioSetup() {}

  @Override
  public boolean isHere() {
    try {
      return MainApp.kernel.channels() != null;
    } catch (LinkageError e) {
      return false;
    }
  }

  @Override
  public void setUp() throws ReflectiveOperationException {
    RapaioKernel kernel = MainApp.kernel;
    List<DisplayRenderer> renderers = list(DisplaySystem.inst(), "spiDisplayRenderers");
    List<MagicHandler> magics = list(kernel.magicEngine(), "magicHandlers");
    JShell shell = kernel.javaEngine().getShell();
    RapaioNotebook notebook = new RapaioNotebook(kernel.channels(), shell);
    RapaioCards.all().forEach(renderers::add);
    magics.add(0, new RapaioMagic());
    Imports.SNIPPETS.forEach(shell::eval);
    Notebooks.install(notebook);
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return (List<T>) field.get(of);
  }
}
