package dev.openmodal.engine.capture;

import dev.openmodal.bridge.SnippetBytes;
import dev.openmodal.wire.codec.ClassFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The class files of snippets as they stand now. They are read anew each time: jshell's default
 * engine swaps the code of a class under the same name and loader.
 */
final class SnippetClasses implements ClassFiles {
  /** Of URLs of jshell's own loader: opened, they give the file of that moment. */
  private static final String LIVE = "jshell";

  private final ClassValue<AtomicReference<@Nullable URL>> live =
      new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable URL> computeValue(Class<?> type) {
          return new AtomicReference<>();
        }
      };

  @Override
  public byte @Nullable [] bytesOf(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    String file = type.getName().replace('.', '/') + ".class";
    URL known = live.get(type).get();
    try (InputStream in =
        known != null
            ? known.openStream()
            : loader == null
                ? ClassLoader.getSystemResourceAsStream(file)
                : loader.getResourceAsStream(file)) {
      if (in != null) {
        if (known == null && loader != null) {
          rememberIfLive(type, loader.getResource(file));
        }
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the class file of " + type.getName() + " cannot be read", e);
    }
    return SnippetBytes.of(type);
  }

  private void rememberIfLive(Class<?> type, @Nullable URL file) {
    if (file != null && file.getProtocol().equals(LIVE)) {
      live.get(type).set(file);
    }
  }
}
