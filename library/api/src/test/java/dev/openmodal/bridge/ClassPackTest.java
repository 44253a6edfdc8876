package dev.openmodal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPackTest {
  @TempDir Path folder;

  @Test
  void holdsEachClassOfEachJarAndOfTwoOfOneNameTheEarlier() throws IOException {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      many.put("p/q/C" + i + ".class", "bytes of " + i);
    }
    many.put("p/q/text.txt", "no class");
    many.put("META-INF/versions/9/module-info.class", "no class of a loader");
    Path first = jar("first.jar", many);
    Path second = jar("second.jar", Map.of("p/q/C7.class", "later", "p/Ä$1.class", "accent"));

    ClassPack.write(folder.resolve("both.classes"), List.of(first, second));

    ClassPack pack = ClassPack.open(folder.resolve("both.classes")).orElseThrow();
    for (int i = 0; i < 1000; i++) {
      assertThat(text(pack, "p.q.C" + i)).isEqualTo("bytes of " + i);
    }
    assertThat(text(pack, "p.Ä$1")).isEqualTo("accent");
    assertThat(text(pack, "p.q.D")).isEqualTo("none");
    assertThat(text(pack, "p.q.text")).isEqualTo("none");
    assertThat(pack.jars()).containsExactly(first, second);
  }

  @Test
  void namesOfOneHashAreToldApart() throws IOException {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    Path jar = jar("equal.jar", Map.of("Aa.class", "a", "BB.class", "b"));

    ClassPack.write(folder.resolve("equal.classes"), List.of(jar));

    ClassPack pack = ClassPack.open(folder.resolve("equal.classes")).orElseThrow();
    assertThat(text(pack, "Aa") + text(pack, "BB")).isEqualTo("ab");
  }

  @Test
  void ofNoJarsItHoldsNothing() throws IOException {
    ClassPack.write(folder.resolve("none.classes"), List.of());
    assertThat(text(ClassPack.open(folder.resolve("none.classes")).orElseThrow(), "A"))
        .isEqualTo("none");
  }

  private static String text(ClassPack pack, String name) {
    byte[] bytes = pack.find(name);
    return bytes == null ? "none" : new String(bytes, StandardCharsets.UTF_8);
  }

  private Path jar(String name, Map<String, String> entries) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        to.putNextEntry(new ZipEntry(entry.getKey()));
        to.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
