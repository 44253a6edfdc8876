package dev.openmodal.notebook.jjava;

import dev.openmodal.bridge.SnippetBytes;
import java.lang.reflect.Field;
import java.util.Map;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * The class files of a JJava kernel's snippets. Its loader serves none, and forgets those of
 * snippets that were replaced, which objects may still be of. The kernel's own classes are in no
 * repository that a build can use, hence reflection; being in no named module, they are open to it.
 */
final class JJavaSnippets {
  private final JShell shell;
  private final ClassLoader loader;
  private final Map<String, byte[]> declared;

  private JJavaSnippets(JShell shell, ClassLoader loader, Map<String, byte[]> declared) {
    this.shell = shell;
    this.loader = loader;
    this.declared = declared;
  }

  static JJavaSnippets of(BaseKernel kernel) throws ReflectiveOperationException {
    JShell shell = shell(kernel);
    ClassLoader loader = (ClassLoader) call(call(kernel, "getEvaluator"), "getClassLoader");
    return new JJavaSnippets(shell, loader, declared(loader));
  }

  static JShell shell(BaseKernel kernel) throws ReflectiveOperationException {
    return (JShell) call(kernel, "getJShell");
  }

  /** The loader of snippets is an inner class of what is told about them. */
  @SuppressWarnings("unchecked")
  private static Map<String, byte[]> declared(ClassLoader loader)
      throws ReflectiveOperationException {
    Object delegate = field(loader, "this$0");
    return (Map<String, byte[]>) field(delegate, "declaredClasses");
  }

  private static Object call(Object on, String method) throws ReflectiveOperationException {
    return on.getClass().getMethod(method).invoke(on);
  }

  private static Object field(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  /** Events come after a snippet has run; while it runs, its class files are in the map. */
  void keepFromNowOn() {
    SerializableLambdas.in(shell);
    SnippetBytes.lookInto(loader, declared);
    DefinedClasses defined = new DefinedClasses(loader, declared);
    SnippetBytes.keep(loader, defined.news());
    // The subscription lives as long as the shell: nobody takes the library back out of a kernel.
    var unused = shell.onSnippetEvent(event -> SnippetBytes.keep(loader, defined.news()));
  }
}
