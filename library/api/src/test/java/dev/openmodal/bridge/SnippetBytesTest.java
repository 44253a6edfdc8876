package dev.openmodal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnippetBytesTest {
  private final ClassLoader loader = SnippetBytesTest.class.getClassLoader();
  private final String name = SnippetBytesTest.class.getName();

  @Test
  void answersFromTheLoadersOwnMapAndFromWhatWasKeptOnceItForgets() {
    Map<String, byte[]> current = new HashMap<>(Map.of(name, new byte[] {1}));
    SnippetBytes.lookInto(loader, current);

    assertThat(SnippetBytes.of(SnippetBytesTest.class)).containsExactly(1);

    SnippetBytes.keep(loader, current);
    current.clear();
    SnippetBytes.keep(loader, Map.of(name, new byte[] {2}));

    assertThat(SnippetBytes.of(SnippetBytesTest.class))
        .as("a loader defines a name only once")
        .containsExactly(1);
    assertThat(SnippetBytes.of(String.class)).isNull();
  }
}
