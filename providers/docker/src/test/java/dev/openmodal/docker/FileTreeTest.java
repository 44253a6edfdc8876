package dev.openmodal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir private Path folder;
  private Path java;

  @BeforeEach
  void make() throws Exception {
    java = Files.createDirectories(folder.resolve("java/bin")).getParent();
    Path outside = Files.writeString(folder.resolve("settings"), "of the system");
    Files.writeString(java.resolve("bin/java"), "program");
    assertThat(java.resolve("bin/java").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(java.resolve("settings"), outside);
    Files.createSymbolicLink(java.resolve("other"), Path.of("bin"));
    Files.createSymbolicLink(java.resolve("nowhere"), Path.of("missing"));
    Files.writeString(java.resolve("src.zip"), "not needed");
  }

  private FileTree tree() throws Exception {
    return new FileTree().add(java, "", name -> !name.equals("src.zip"));
  }

  @Test
  void linksAreFilesThereAndTheMarkIsLast() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tree().writeTo(bytes);
    Map<String, String> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.isSymbolicLink()).isFalse();
        entries.put(
            entry.getName(),
            Integer.toOctalString(entry.getMode()) + " " + new String(tar.readAllBytes()));
      }
    }
    assertThat(entries)
        .containsEntry("bin/java", "555 program")
        .containsEntry("settings", "444 of the system")
        .containsEntry("other/java", "555 program")
        .doesNotContainKeys("nowhere", "src.zip");
    assertThat(entries.keySet()).last().isEqualTo(FileTree.COMPLETE);
  }

  @Test
  void theHashFollowsContentAndNames() throws Exception {
    Path known = Files.createDirectory(folder.resolve("known"));
    String before = tree().hash(known);
    assertThat(tree().hash(known)).isEqualTo(before);
    Files.setLastModifiedTime(java.resolve("bin/java"), FileTime.fromMillis(1_000_000));
    Files.writeString(java.resolve("bin/java"), "other!!");
    assertThat(tree().hash(known)).isNotEqualTo(before);
  }
}
