package dev.openmodal.notebook.jjava;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which of the class files that a JJava kernel's loader was given it has made classes of. The
 * kernel's loading of several classes ends at the first that was defined on the way, as an
 * interface of another; jshell then compiles the rest again under the same names, and the class
 * files of its first try were never used.
 */
final class DefinedClasses {
  private final ClassLoader loader;
  private final Map<String, byte[]> declared;
  private final Set<String> told = new HashSet<>();

  /**
   * @param declared where the loader looks for class files, by binary name; it changes over time
   */
  DefinedClasses(ClassLoader loader, Map<String, byte[]> declared) {
    this.loader = loader;
    this.declared = declared;
  }

  /** The class files of the classes that were defined since this was asked last. */
  synchronized Map<String, byte[]> news() {
    Map<String, byte[]> news = new HashMap<>();
    for (String name : List.copyOf(declared.keySet())) {
      byte[] file = declared.get(name);
      if (file != null && !told.contains(name) && isDefined(name)) {
        news.put(name, file);
      }
    }
    told.addAll(news.keySet());
    return news;
  }

  /**
   * A loader can be asked only for what makes it define a class that it has a file of. Without the
   * file it answers for defined ones alone. It loads nothing meanwhile, since it holds its own lock
   * while it does.
   */
  private boolean isDefined(String name) {
    synchronized (loader) {
      byte[] file = declared.remove(name);
      try {
        return loader.loadClass(name).getClassLoader() == loader;
      } catch (ClassNotFoundException | LinkageError e) {
        return false;
      } finally {
        if (file != null) {
          declared.put(name, file);
        }
      }
    }
  }
}
