package dev.openmodal.bridge;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Class files of snippets whose loader does not serve them, kept for as long as the loader lives. A
 * kernel's extension keeps them as snippets come; capture asks for them where the loader has no
 * answer.
 */
public final class SnippetBytes {
  private static final Map<ClassLoader, Map<String, byte[]>> KEPT = new WeakHashMap<>();

  private SnippetBytes() {}

  /** The class file that this class was made of, if it was kept. */
  public static synchronized byte @Nullable [] of(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    Map<String, byte[]> kept = loader == null ? null : KEPT.get(loader);
    byte[] bytes = kept == null ? null : kept.get(type.getName());
    return bytes == null ? null : bytes.clone();
  }

  /**
   * Keeps class files.
   *
   * @param loader the loader that defined the classes
   * @param bytes class files by the classes' binary names
   */
  public static synchronized void keep(ClassLoader loader, Map<String, byte[]> bytes) {
    KEPT.computeIfAbsent(loader, l -> new ConcurrentHashMap<>()).putAll(bytes);
  }
}
