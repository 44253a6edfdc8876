package dev.openmodal.bridge;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Holds this JVM's one engine: loaded at the first use, out of sight of the user's class path. */
public final class Engines {
  private static @Nullable Engine current;
  private static boolean isPrepared;

  private Engines() {}

  /**
   * The engine, loaded if this is the first use.
   *
   * @throws OpenModalException with {@link ErrorCode#SETUP} if it cannot be loaded
   */
  public static synchronized Engine current() {
    if (current == null) {
      current = load();
    }
    return current;
  }

  private static Engine load() {
    return ServiceLoader.load(Engine.class, NestedJarLoader.forEngine())
        .findFirst()
        .orElseThrow(() -> new OpenModalException(ErrorCode.SETUP, whyNone()));
  }

  private static String whyNone() {
    return OneJar.inAnother()
        .map(
            place ->
                "This library is packed into something else ("
                    + place
                    + "), where the jars in it cannot be read. Put it beside the program, or have it unpacked"
                    + " (requiresUnpack in Spring Boot); see docs/plain-java.md.")
        .orElse(
            "This jar holds no engine. Use the jar dev.openmodal:openmodal, not openmodal-api.");
  }

  /**
   * Gets ready for a first call, in the background: called where one is to be expected. What fails
   * is said by the call.
   */
  public static synchronized void prepare() {
    if (!isPrepared && current == null) {
      isPrepared = true;
      OwnThreads.daemon("openmodal-prepare", Engines::prepareNow).start();
    }
  }

  private static void prepareNow() {
    try {
      if (!NestedJarLoader.isPacked()) {
        return; // our own tests, which have everything on one class path
      }
      Engine engine = current();
      Runnable loads = () -> FirstClasses.load(engine.getClass().getClassLoader());
      OwnThreads.daemon("openmodal-first-classes", loads).start();
      engine.prepare();
    } catch (RuntimeException | LinkageError e) {
      // The first call meets it, too.
    }
  }

  /**
   * Puts another engine in place: the agent does so in a worker, where remote calls are refused.
   */
  public static synchronized void install(Engine engine) {
    current = engine;
  }
}
