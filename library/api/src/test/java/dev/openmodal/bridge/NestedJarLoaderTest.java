package dev.openmodal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedJarLoaderTest {
  private static final String OURS = "dev.openmodal.engine.Ours";

  @TempDir Path folder;
  private Path oneJar;
  private Path cache;

  @BeforeEach
  void packOneJar() throws Exception {
    oneJar = folder.resolve("openmodal é.jar");
    cache = folder.resolve("home/cache/lib");
    Map<String, byte[]> entries = new TreeMap<>();
    for (Class<?> root : List.of(LoaderProbe.class, OneJar.class)) {
      Path classes = Path.of(root.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(classes.resolve("dev/openmodal"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    entries.put(
        "META-INF/openmodal/engine/engine.jar",
        jar(Map.of("dev/openmodal/engine/Ours.class", emptyClass(OURS), "both.txt", new byte[1])));
    entries.put(
        "META-INF/openmodal/agent/agent.jar",
        jar(Map.of("org/lib/Lib.class", emptyClass("org.lib.Lib"))));
    Files.write(oneJar, jar(entries));
  }

  private ChildJvm jvm() {
    return ChildJvm.ofTestClasses().on(oneJar).with("-Dopenmodal.home=" + folder.resolve("home"));
  }

  @Test
  void loadsWhatIsNested() throws Exception {
    assertThat(jvm().run(LoaderProbe.class, OURS, "org.lib.Lib").lines())
        .containsExactly("openmodal-engine", "openmodal-engine");
  }

  @Test
  void sharesTheApiAndThePlatformAndNothingElse() throws Exception {
    assertThat(
            jvm()
                .run(
                    LoaderProbe.class,
                    "dev.openmodal.App",
                    "dev.openmodal.bridge.Engine",
                    "java.lang.String",
                    "java.sql.Driver",
                    "dev.openmodal.command.Main")
                .lines())
        .containsExactly("app", "app", "boot", "platform", "none");
  }

  @Test
  void doesNotSeeTheUsersClassesNorTheUserOurs() throws Exception {
    Path users = folder.resolve("users.jar");
    Files.write(
        users,
        jar(Map.of("org/lib/Lib.class", emptyClass("org.lib.Lib"), "users.txt", new byte[1])));
    String classPath = oneJar + java.io.File.pathSeparator + users;
    ChildJvm jvm = new ChildJvm(jvm().options(), Map.of(), classPath);

    assertThat(jvm.run(LoaderProbe.class, "org.lib.Lib", "/users.txt", "/both.txt").lines())
        .containsExactly("openmodal-engine", "0 found", "1 found");
  }

  @Test
  void unpacksOnceForAll() throws Exception {
    jvm().run(LoaderProbe.class, OURS);
    Path unpacked = onlyFolder();
    FileTime before = Files.getLastModifiedTime(unpacked.resolve("engine.jar"));

    jvm().run(LoaderProbe.class, OURS);

    assertThat(onlyFolder()).isEqualTo(unpacked);
    assertThat(Files.getLastModifiedTime(unpacked.resolve("engine.jar"))).isEqualTo(before);
  }

  @Test
  void severalJvmsMayUnpackAtOnce() throws Exception {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(jvm().start(LoaderProbe.class, OURS));
    }
    for (Process one : all) {
      assertThat(ChildJvm.output(one)).isEqualTo("openmodal-engine");
    }
    onlyFolder();
  }

  @Test
  void repairsADamagedFolder() throws Exception {
    jvm().run(LoaderProbe.class, OURS);
    Files.write(onlyFolder().resolve("engine.jar"), new byte[7]);
    Files.delete(onlyFolder().resolve("agent.jar"));

    assertThat(jvm().run(LoaderProbe.class, OURS, "org.lib.Lib").lines())
        .containsExactly("openmodal-engine", "openmodal-engine");
    onlyFolder();
  }

  @Test
  void repairsClassesThatWereCutShortOrAreOfAnotherForm() throws Exception {
    jvm().run(LoaderProbe.class, OURS);
    Path engine = onlyFolder().resolve("engine.classes");
    byte[] whole = Files.readAllBytes(engine);
    Files.write(engine, Arrays.copyOf(whole, whole.length - 1));
    Files.write(onlyFolder().resolve("agent.classes"), new byte[100]);

    assertThat(jvm().run(LoaderProbe.class, OURS, "org.lib.Lib").lines())
        .containsExactly("openmodal-engine", "openmodal-engine");
    assertThat(Files.readAllBytes(onlyFolder().resolve("engine.classes"))).isEqualTo(whole);
  }

  @Test
  void sweepsWhatWasNotUsedForThirtyDaysAndKeepsTheRest() throws Exception {
    Path old = Files.createDirectories(cache.resolve("old"));
    Path recent = Files.createDirectories(cache.resolve("recent"));
    Files.setLastModifiedTime(old, daysAgo(31));
    Files.setLastModifiedTime(recent, daysAgo(29));

    jvm().run(LoaderProbe.class, OURS);

    assertThat(old).doesNotExist();
    assertThat(recent).exists();
  }

  @Test
  void aStartMarksTheFolderAsUsed() throws Exception {
    jvm().run(LoaderProbe.class, OURS);
    Files.setLastModifiedTime(onlyFolder(), daysAgo(31));

    jvm().run(LoaderProbe.class, OURS);

    assertThat(Files.getLastModifiedTime(onlyFolder())).isGreaterThan(daysAgo(1));
  }

  @Test
  void whereTheCacheCannotBeMadeItUnpacksForItselfAndCleansUp() throws Exception {
    Files.createDirectories(cache.getParent());
    Files.createFile(cache); // a file in the way stands for a full or read-only disk
    Path temporary = Files.createDirectory(folder.resolve("tmp"));

    assertThat(jvm().with("-Djava.io.tmpdir=" + temporary).run(LoaderProbe.class, OURS))
        .isEqualTo("openmodal-engine");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void onAFlatClassPathItIsTheLoaderThatIsThere() {
    assertThat(NestedJarLoader.forEngine()).isSameAs(OneJar.class.getClassLoader());
  }

  private Path onlyFolder() throws IOException {
    try (Stream<Path> folders = Files.list(cache)) {
      List<Path> all = folders.filter(Files::isDirectory).toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static FileTime daysAgo(int days) {
    return FileTime.from(Instant.now().minus(Duration.ofDays(days)));
  }

  private static byte[] jar(Map<String, byte[]> entries) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private byte[] emptyClass(String name) throws IOException {
    Path sources = Files.createTempDirectory(folder, "sources");
    Path source = sources.resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
    int dot = name.lastIndexOf('.');
    Files.writeString(
        source,
        "package " + name.substring(0, dot) + "; public class " + name.substring(dot + 1) + " {}");
    int exit =
        javax.tools.ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                "-d",
                sources.toString(),
                source.toString());
    assertThat(exit).isZero();
    return Files.readAllBytes(sources.resolve(name.replace('.', '/') + ".class"));
  }
}
