package dev.openmodal.engine.capture;

import dev.openmodal.bridge.SnippetBytes;
import dev.openmodal.wire.codec.ClassFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The class files of snippets as they stand now. They are read anew each time: jshell's default
 * engine swaps the code of a class under the same name and loader.
 */
final class SnippetClasses implements ClassFiles {
  @Override
  public byte @Nullable [] bytesOf(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      if (in != null) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the class file of " + type.getName() + " cannot be read", e);
    }
    return SnippetBytes.of(type);
  }
}
