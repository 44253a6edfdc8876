package dev.openmodal.snippets;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet.Status;
import org.jspecify.annotations.Nullable;

/** The methods that snippets have declared, as methods of classes of this JVM. */
public final class DefinedMethods {
  private static volatile @Nullable ClassLoader snippetLoader;

  private final JShell shell;

  DefinedMethods(JShell shell) {
    this.shell = shell;
  }

  /** Called by a snippet: jshell tells nobody else which loader it has. */
  public static void found(ClassLoader loader) {
    snippetLoader = loader;
  }

  /** The class of the one method of that name; says why where there is none. */
  Optional<Class<?>> ownerOf(String name) {
    List<MethodSnippet> all =
        shell.methods().filter(each -> shell.status(each) == Status.VALID).toList();
    List<MethodSnippet> named = all.stream().filter(each -> each.name().equals(name)).toList();
    if (named.size() != 1) {
      System.err.println(
          "error: the file has "
              + (named.isEmpty() ? "no function " : "more than one function ")
              + name
              + (named.isEmpty() ? ". It has: " : ": ")
              + (all.isEmpty() ? "none" : signatures(named.isEmpty() ? all : named))
              + ".");
      return Optional.empty();
    }
    return Optional.of(load(named.get(0)));
  }

  private static String signatures(List<MethodSnippet> methods) {
    return methods.stream()
        .map(each -> each.name() + "(" + each.parameterTypes().replace(",", ", ") + ")")
        .collect(Collectors.joining(", "));
  }

  /** jshell names a class by its snippet, with a letter for each time that it was made anew. */
  private Class<?> load(MethodSnippet method) {
    shell.eval(
        "Class.forName(\""
            + DefinedMethods.class.getName()
            + "\").getMethod(\"found\", ClassLoader.class).invoke(null, new Object()"
            + " {}.getClass().getClassLoader());");
    ClassLoader loader = snippetLoader;
    Class<?> newest = null;
    for (char letter = '@'; letter <= 'Z'; letter++) {
      String suffix = letter == '@' ? "" : String.valueOf(letter);
      try {
        newest = Class.forName("REPL.$JShell$" + method.id() + suffix, false, loader);
      } catch (ClassNotFoundException e) {
        // it was not made so often
      }
    }
    if (newest == null) {
      throw new IllegalStateException("the class of " + method.name() + " is not found");
    }
    return newest;
  }
}
