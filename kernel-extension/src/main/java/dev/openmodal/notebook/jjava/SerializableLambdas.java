package dev.openmodal.notebook.jjava;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;

/**
 * Makes the compiler of a running jshell write lambdas so that each tells what it is made of, as if
 * all were Serializable: then none has to be told from its like. There is no public way to add an
 * option to a shell that runs; where this one is closed, lambdas are read from their call sites.
 */
final class SerializableLambdas {
  private static final String OPTION = "-XDforceSerializable";

  private SerializableLambdas() {}

  static void in(JShell shell) {
    try {
      Field options = JShell.class.getDeclaredField("extraCompilerOptions");
      options.setAccessible(true);
      List<String> all = new ArrayList<>();
      if (options.get(shell) instanceof List<?> before) {
        before.forEach(option -> all.add(String.valueOf(option)));
      }
      if (!all.contains(OPTION)) {
        all.add(OPTION);
        options.set(shell, List.copyOf(all));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // not opened to us: nothing is lost but the lambdas that look alike
    }
  }
}
