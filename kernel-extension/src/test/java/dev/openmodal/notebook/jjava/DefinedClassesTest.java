package dev.openmodal.notebook.jjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class DefinedClassesTest {
  private static final String NAME = Snippet.class.getName();

  static final class Snippet {
    static String word() {
      return "first-try";
    }
  }

  /** Defines what its map holds, as the kernel's loader does. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> declared;

    Loader(Map<String, byte[]> declared) {
      super(ClassLoader.getPlatformClassLoader());
      this.declared = declared;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] file = declared.get(name);
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, file, 0, file.length);
    }
  }

  private final Map<String, byte[]> declared = new ConcurrentHashMap<>();
  private final Loader loader = new Loader(declared);
  private final DefinedClasses defined = new DefinedClasses(loader, declared);

  private static byte[] classFile(String word) throws Exception {
    try (InputStream in = Snippet.class.getResourceAsStream("DefinedClassesTest$Snippet.class")) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return text.replace("first-try", word).getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void tellsTheClassFileThatBecameTheClassNotOneThatWasDeclaredBefore() throws Exception {
    declared.put(NAME, classFile("first-try"));
    assertThat(defined.news()).isEmpty();
    declared.put(NAME, classFile("2nd--try!"));
    assertThat(defined.news()).as("asking defines nothing").isEmpty();

    Class<?> type = loader.loadClass(NAME);
    var word = type.getDeclaredMethod("word");
    word.setAccessible(true);

    assertThat(word.invoke(null)).isEqualTo("2nd--try!");
    assertThat(defined.news()).containsOnly(Map.entry(NAME, classFile("2nd--try!")));
  }

  @Test
  void tellsEachClassOnceWhateverIsDeclaredLaterUnderItsName() throws Exception {
    declared.put(NAME, classFile("first-try"));
    loader.loadClass(NAME);
    assertThat(defined.news()).containsOnlyKeys(NAME);

    declared.put(NAME, classFile("2nd--try!"));

    assertThat(defined.news()).isEmpty();
    assertThat(declared).containsOnlyKeys(NAME);
  }
}
