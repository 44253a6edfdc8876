package dev.openmodal.bridge;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Class files of snippets whose loader serves none. A kernel's extension says where they are and
 * keeps them as snippets come, for as long as their loader lives; capture asks for them where the
 * loader has no answer.
 */
public final class SnippetBytes {
  private static final Map<ClassLoader, SnippetBytes> BY_LOADER = new WeakHashMap<>();

  private final Map<String, byte[]> kept = new HashMap<>();
  private Map<String, byte[]> current = Map.of();

  private SnippetBytes() {}

  /** The class file that this class was made of, if it is known. */
  public static synchronized byte @Nullable [] of(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    SnippetBytes known = loader == null ? null : BY_LOADER.get(loader);
    if (known == null) {
      return null;
    }
    byte[] bytes = known.kept.get(type.getName());
    if (bytes == null) { // a snippet that is running now was not kept yet
      bytes = known.current.get(type.getName());
    }
    return bytes == null ? null : bytes.clone();
  }

  /**
   * Keeps class files; what is kept already stays, as a loader defines a name only once.
   *
   * @param loader the loader that defined the classes
   * @param bytes class files by the classes' binary names
   */
  public static synchronized void keep(ClassLoader loader, Map<String, byte[]> bytes) {
    SnippetBytes known = BY_LOADER.computeIfAbsent(loader, l -> new SnippetBytes());
    bytes.forEach(known.kept::putIfAbsent);
  }

  /**
   * Also looks into this map, from now on.
   *
   * @param loader the loader that defines classes from it
   * @param current the loader's own map, which others change; it must not lead to the loader
   */
  public static synchronized void lookInto(ClassLoader loader, Map<String, byte[]> current) {
    BY_LOADER.computeIfAbsent(loader, l -> new SnippetBytes()).current = current;
  }
}
