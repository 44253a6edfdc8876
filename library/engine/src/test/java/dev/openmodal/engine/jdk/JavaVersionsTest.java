package dev.openmodal.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.setting.Chosen;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaVersionsTest {
  private static final Platform LINUX = new Platform("linux", "x64");

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  private JavaVersions from(String source) {
    return new JavaVersions(
        folder.resolve("kept"), () -> new Chosen(source, "by OPENMODAL_JAVA", false), said::add);
  }

  /** As Temurin's archives are: all in one folder, with a link. */
  private static byte[] archive(String version, String evil) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      add(tar, "jdk-" + version + "/release", "JAVA_VERSION=\"" + version + "\"\n", 0644);
      add(tar, "jdk-" + version + "/bin/java", "#!/bin/sh\n", 0755);
      TarArchiveEntry link =
          new TarArchiveEntry("jdk-" + version + "/bin/link", TarConstants.LF_SYMLINK);
      link.setLinkName("java");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
      if (!evil.isEmpty()) {
        add(tar, evil, "out", 0644);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, String text, int mode)
      throws Exception {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    entry.setSize(bytes.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  @Test
  void anArchiveOfAMirrorIsGotOnceAndKept() throws Exception {
    List<String> asked = new ArrayList<>();
    byte[] archive = archive("25.0.1", "");
    HttpServer mirror =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    mirror.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          boolean isThere = exchange.getRequestURI().getPath().contains("/25/");
          exchange.sendResponseHeaders(isThere ? 200 : 404, isThere ? archive.length : -1);
          if (isThere) {
            exchange.getResponseBody().write(archive);
          }
          exchange.close();
        });
    mirror.start();
    try {
      String template =
          "http://127.0.0.1:" + mirror.getAddress().getPort() + "/{version}/{os}/{arch}/jdk.tar.gz";
      Path home = from(template).home(25, LINUX);
      assertThat(home.resolve("bin/java")).isExecutable();
      assertThat(home.resolve("bin/link")).isSymbolicLink();
      assertThat(from(template).home(25, LINUX)).isEqualTo(home);
      assertThat(asked).containsExactly("/25/linux/x64/jdk.tar.gz");
      assertThat(said).singleElement().asString().contains("getting Java 25 for linux/x64");
      assertThatThrownBy(() -> from(template).home(26, LINUX))
          .isInstanceOf(OpenModalException.class)
          .hasMessageContaining("java(26)")
          .hasMessageContaining("answers 404")
          .hasMessageContaining("OPENMODAL_JAVA");
    } finally {
      mirror.stop(0);
    }
  }

  @Test
  void aFolderOfJavasOrOfArchivesIsLookedThrough() throws Exception {
    Path all = Files.createDirectories(folder.resolve("all"));
    Path installed = Files.createDirectories(all.resolve("temurin/bin")).getParent();
    Files.writeString(installed.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
    Files.write(all.resolve("OpenJDK25U-jre_x64.tar.gz"), archive("25", ""));
    assertThat(from(all.toString()).home(21, LINUX)).isEqualTo(installed);
    assertThat(from(all.toString()).home(25, LINUX).resolve("release"))
        .content()
        .contains("\"25\"");
    assertThatThrownBy(() -> from(all.toString()).home(24, LINUX))
        .hasMessageContaining("no Java of that version is in it");
    assertThatThrownBy(
            () -> from(folder.resolve("none").toString()).home(25, new Platform("linux", "s390x")))
        .hasMessageContaining("there is no such file or folder");
  }

  @Test
  void anArchiveOfAnotherVersionOrThatLeadsOutIsRefusedAndNothingIsKept() throws Exception {
    Path wrong = Files.write(folder.resolve("wrong.tar.gz"), archive("21.0.4", ""));
    assertThatThrownBy(() -> from(wrong.toString()).home(25, LINUX))
        .hasMessageContaining("holds no Java 25");
    Path evil = Files.write(folder.resolve("evil.tar.gz"), archive("25", "../../../out"));
    assertThatThrownBy(() -> from(evil.toString()).home(25, LINUX))
        .hasMessageContaining("leads out of it");
    Path broken = Files.writeString(folder.resolve("broken.tar.gz"), "no archive");
    assertThatThrownBy(() -> from(broken.toString()).home(25, LINUX))
        .isInstanceOf(OpenModalException.class);
    assertThat(folder.resolve("kept")).isEmptyDirectory();
  }

  @Test
  void anInstalledOneIsTakenWhereNobodyHasChosen() throws Exception {
    Path all = folder.resolve("jvm");
    Path java = Files.createDirectories(all.resolve("jdk-25/Contents/Home/bin")).resolve("java");
    assertThat(Files.createFile(java).toFile().setExecutable(true)).isTrue();
    Path home = java.getParent().getParent();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    InstalledJavas installed = new InstalledJavas(List.of(folder.resolve("none"), all));
    JavaVersions versions =
        new JavaVersions(
            folder.resolve("kept"),
            () -> new Chosen("http://127.0.0.1:9/", "by default", true),
            said::add,
            installed);
    assertThat(versions.home(25, Platform.here())).isEqualTo(home);
    assertThat(installed.find(24)).isEmpty();
    // One for another machine is none of this one's.
    assertThatThrownBy(() -> versions.home(25, new Platform("linux", "s390x")))
        .hasMessageContaining("java(25)");
  }

  @Test
  void whatIsNoSourceIsRefused() {
    assertThat(JavaVersions.checkSource("https://x.example/{version}.tar.gz")).isNotEmpty();
    assertThat(JavaVersions.checkSource("/opt/javas")).isEqualTo("/opt/javas");
    assertThatThrownBy(() -> JavaVersions.checkSource("25")).hasMessageContaining("whole path");
  }

  @Test
  void platformsHaveTheNamesOfImagesAndOfMirrors() {
    assertThat(Platform.of("linux/amd64")).isEqualTo(LINUX);
    assertThat(Platform.of("linux/arm64")).hasToString("linux/aarch64");
  }
}
