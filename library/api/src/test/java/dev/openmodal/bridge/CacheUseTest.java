package dev.openmodal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheUseTest {
  @TempDir private Path folder;

  private Path made(String name) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.writeString(made.resolve("file"), "content");
    return made;
  }

  @Test
  void whatNobodyUsesIsRemoved() throws IOException {
    Path free = made("free");
    assertThat(CacheUse.isUsed(free)).isFalse();
    assertThat(CacheUse.remove(free, false)).isTrue();
    assertThat(folder).isDirectoryNotContaining("glob:**/{free,.old*}");
  }

  @Test
  void whatThisProgramUsesStaysUnlessItIsToGo() throws IOException {
    Path used = made("used");
    CacheUse.begin(used);
    assertThat(CacheUse.isUsed(used)).isTrue();
    assertThat(CacheUse.isUsedByThisAlone(used)).isTrue();
    assertThat(CacheUse.remove(used, false)).isFalse();
    assertThat(used.resolve("file")).exists();
    assertThat(CacheUse.remove(used, true)).isTrue();
    assertThat(used).doesNotExist();
  }

  @Test
  void whatAnotherProgramUsesStays() throws IOException, InterruptedException {
    Path used = made("other");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                used.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('!');
      assertThat(CacheUse.isUsed(used)).isTrue();
      assertThat(CacheUse.remove(used, true)).isFalse();
      CacheUse.begin(used); // several may use it
      assertThat(CacheUse.isUsedByThisAlone(used)).isFalse();
      assertThat(CacheUse.remove(used, true)).isFalse();
      assertThat(used.resolve("file")).exists();
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(CacheUse.isUsed(used)).isFalse();
    assertThat(CacheUse.remove(used, false)).isTrue();
  }

  /** Uses a folder until it is killed. */
  static final class Holder {
    public static void main(String[] folder) throws InterruptedException {
      CacheUse.begin(Path.of(folder[0]));
      System.out.println("!");
      Thread.sleep(60_000);
    }
  }
}
