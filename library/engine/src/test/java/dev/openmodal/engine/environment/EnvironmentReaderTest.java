package dev.openmodal.engine.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentReaderTest {
  @TempDir Path folder;

  private ClassPath seenFrom(Path... paths) throws Exception {
    URL[] urls = new URL[paths.length];
    for (int i = 0; i < paths.length; i++) {
      urls[i] = paths[i].toUri().toURL();
    }
    return ClassPath.seenFrom(
        new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()), ClassPath.class);
  }

  private Path jar(String name, String classPath) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (classPath != null) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    Path jar = folder.resolve(name);
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  @Test
  void aJarNamesTheOnesOfItsManifest() throws Exception {
    Path b = jar("b with space.jar", null);
    Path a = jar("a.jar", "b%20with%20space.jar missing.jar");
    assertThat(seenFrom(a).entries()).containsExactly(a.toRealPath(), b.toRealPath());
  }

  @Test
  void theSameFilesGiveTheSameEnvironmentAndAChangeAnother() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes/p"));
    Files.writeString(classes.resolve("A.class"), "a");
    Files.writeString(classes.getParent().resolve("data.txt"), "x");
    ClassPath path = seenFrom(classes.getParent());
    Environment first = new EnvironmentReader(folder.resolve("cache")).read(path);
    Environment again = new EnvironmentReader(folder.resolve("cache2")).read(path);
    assertThat(again.id()).isEqualTo(first.id());
    try (JarFile made = new JarFile(first.entries().get(0).file().toFile())) {
      assertThat(made.getEntry("p/A.class")).isNotNull();
      assertThat(made.getEntry("data.txt")).isNotNull();
    }
    Files.writeString(classes.resolve("B.class"), "b");
    assertThat(new EnvironmentReader(folder.resolve("cache")).read(path).id())
        .isNotEqualTo(first.id());
  }

  @Test
  void aJarThatIsBuiltAnewUnderItsOldNameIsAnotherOne() throws Exception {
    Path jar = jar("library.jar", null);
    ClassPath path = seenFrom(jar);
    EnvironmentReader reader = new EnvironmentReader(folder.resolve("cache"));
    String before = reader.read(path).entries().get(0).sha256();
    Path built = jar("library-new.jar", "other.jar");
    Files.move(built, jar, StandardCopyOption.REPLACE_EXISTING);
    await()
        .untilAsserted(
            () ->
                assertThat(reader.read(path).entries().get(0).sha256())
                    .isEqualTo(EnvironmentReader.hash(jar))
                    .isNotEqualTo(before));
  }

  @Test
  void aLoaderToWhichAJarWasAddedIsSeenAnew() throws Exception {
    class Open extends URLClassLoader {
      Open() {
        super(new URL[0], ClassLoader.getPlatformClassLoader());
      }

      void add(Path path) throws Exception {
        addURL(path.toUri().toURL());
      }
    }
    try (Open loader = new Open()) {
      ClassPath before = ClassPath.seenFrom(loader, ClassPath.class);
      assertThat(before.isStillSeenFrom(loader)).isTrue();
      loader.add(jar("c.jar", null));
      assertThat(before.isStillSeenFrom(loader)).isFalse();
    }
  }

  @Test
  void settingsOfThisJvmThatCodeNoticesAreFollowedAndNoOthers() {
    assertThat(
            JvmSettings.followed(
                java.util.List.of(
                    "-Xmx1g",
                    "-Dtoken=secret",
                    "--enable-preview",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-modules=ALL-DEFAULT",
                    "--add-modules=jdk.incubator.vector",
                    "-ea")))
        .containsExactly(
            "--enable-preview",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-ea");
  }
}
