package dev.openmodal.agent;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/** The class path of the REPL: the same jars in the same order, above the API. */
final class EnvironmentLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  // Guarded by Environments.
  int users;
  boolean isRetired;

  EnvironmentLoader(List<Path> files, ClassLoader api) {
    super(urls(files), api);
  }

  private static URL[] urls(List<Path> files) {
    URL[] urls = new URL[files.size()];
    for (int i = 0; i < urls.length; i++) {
      try {
        urls[i] = files.get(i).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalStateException("a file has a URL", e);
      }
    }
    return urls;
  }
}
