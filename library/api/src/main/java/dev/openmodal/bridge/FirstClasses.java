package dev.openmodal.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The classes that a client's first call loads. Their names are kept beside the jars by the first
 * client that has made a call; later ones load them ahead, while their user is still typing or
 * their first worker starts.
 */
public final class FirstClasses {
  private static final String NAMES = "first-classes.txt";

  private FirstClasses() {}

  /** Notes what the loader of this class has defined so far, unless that is noted already. */
  public static void remember(Class<?> ofEngine) {
    if (!(ofEngine.getClassLoader() instanceof NestedJarLoader loader)
        || Files.exists(loader.beside(NAMES))) {
      return;
    }
    try {
      Path part = Files.createTempFile(loader.beside(""), ".new-", ".txt");
      Files.write(part, loader.defined());
      Files.move(part, loader.beside(NAMES), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // A later client's turn.
    }
  }

  /** Loads and verifies what was noted; initializes nothing. */
  static void load(ClassLoader engine) {
    if (!(engine instanceof NestedJarLoader loader)) {
      return;
    }
    try {
      for (String name : Files.readAllLines(loader.beside(NAMES))) {
        load(name, loader);
      }
    } catch (IOException e) {
      // Nothing is noted yet.
    }
  }

  /** Verifies, before this JVM ends, all that it has loaded: older Javas archive nothing else. */
  static void verifyAtExit(ClassLoader agent) {
    if (agent instanceof NestedJarLoader loader) {
      Runnable verify = () -> loader.defined().forEach(name -> load(name, loader));
      Runtime.getRuntime().addShutdownHook(OwnThreads.daemon("openmodal-verify", verify));
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      var unused = Class.forName(name, false, loader).getDeclaredConstructors(); // verifies
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      // Whoever needs it says so.
    }
  }
}
