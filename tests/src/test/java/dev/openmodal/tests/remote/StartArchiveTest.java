package dev.openmodal.tests.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class-data archive of workers, with real clients that have a home of their own. */
class StartArchiveTest {
  private static final String WITHOUT = "archive=false visible=[]";
  private static final String WITH = "archive=true visible=[]";

  @TempDir Path home;
  @TempDir Path folder;

  /** A client, told by lines what to do. */
  private final class Client implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    Client() throws Exception {
      Path jar = Path.of(App.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dopenmodal.home=" + home,
                  "-cp",
                  jar + File.pathSeparator + Path.of("target", "test-classes"),
                  ArchiveClient.class.getName())
              .redirectError(folder.resolve("errors.txt").toFile())
              .start();
      answers = process.inputReader();
    }

    void start(String options) throws IOException {
      process.getOutputStream().write((options + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    String call(String options) throws IOException {
      start(options);
      return String.valueOf(answers.readLine());
    }

    @Override
    public void close() throws Exception {
      process.getOutputStream().close();
      process.waitFor();
    }
  }

  private List<Path> archives() throws IOException {
    Path all = home.resolve("cache/archive");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(all)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private Path awaitArchive() {
    await().atMost(Duration.ofMinutes(2)).until(() -> !archives().isEmpty());
    try {
      return archives().get(0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("errors.txt"));
  }

  @Test
  void anIdleClientMakesItAndTheNextWorkersTakeOurClassesFromItOutOfSightOfUserCode()
      throws Exception {
    Path log = folder.resolve("classes.txt");
    try (Client client = new Client()) {
      assertThat(client.call("")).isEqualTo(WITHOUT);
      awaitArchive();
      assertThat(client.call("-Xlog:class+load:file=" + log)).isEqualTo(WITH);
    }
    List<String> netty =
        Files.readAllLines(log).stream().filter(line -> line.contains("io.netty.")).toList();
    assertThat(netty).hasSizeGreaterThan(300);
    assertThat(netty.stream().filter(line -> line.contains("shared objects file (top)")).count())
        .isGreaterThan(netty.size() * 9L / 10);
    try (Client next = new Client()) {
      assertThat(next.call("")).isEqualTo(WITH);
      assertThat(next.call("-Xshare:off")).isEqualTo(WITHOUT);
      assertThat(next.call("-XX:+UnlockDiagnosticVMOptions -XX:SharedArchiveFile=" + log))
          .startsWith("archive=true"); // the user's own
    }
    assertThat(archives()).hasSize(1);
    assertThat(errors().lines()).allMatch(line -> line.startsWith("openmodal: remote code runs"));
  }

  @Test
  void workersThatStartWhileItIsMadeStart() throws Exception {
    try (Client one = new Client();
        Client two = new Client()) {
      assertThat(one.call("")).isEqualTo(WITHOUT);
      await().atMost(Duration.ofMinutes(1)).until(() -> maker(one).isPresent());
      one.start("");
      two.start("");
      assertThat(one.answers.readLine()).contains("visible=[]");
      assertThat(two.answers.readLine()).contains("visible=[]");
      awaitArchive();
      assertThat(two.call("")).isEqualTo(WITH);
    }
  }

  @Test
  void oneThatIsCutShortIsMadeAnew() throws Exception {
    try (Client client = new Client()) {
      client.call("");
      awaitArchive();
    }
    Path archive = archives().get(0);
    byte[] whole = Files.readAllBytes(archive);
    replace(archive, Arrays.copyOf(whole, whole.length / 2));
    try (Client client = new Client()) {
      assertThat(client.call("")).isEqualTo(WITHOUT);
      awaitArchive();
      assertThat(client.call("")).isEqualTo(WITH);
    }
  }

  @Test
  void oneThatTheJvmDoesNotTakeDoesNoHarm() throws Exception {
    try (Client client = new Client()) {
      client.call("");
      awaitArchive();
    }
    Path archive = archives().get(0);
    byte[] other = Files.readAllBytes(archive);
    for (int i = 0; i < 4096; i++) {
      other[i] ^= 0x55; // the head, which says which JVM it is of
    }
    CRC32 crc = new CRC32();
    crc.update(other);
    String name = archive.getFileName().toString().replaceAll("-[0-9a-f]*\\.jsa", "");
    replace(archive, other);
    Files.move(
        archive, archive.resolveSibling(name + "-" + Long.toHexString(crc.getValue()) + ".jsa"));
    try (Client client = new Client()) {
      assertThat(client.call("")).isEqualTo(WITH);
    }
    assertThat(errors().lines()).allMatch(line -> line.startsWith("openmodal: remote code runs"));
  }

  @Test
  void whoMakesItEndsWithAClientThatIsKilled() throws Exception {
    try (Client client = new Client()) {
      client.call("");
      await().atMost(Duration.ofMinutes(1)).until(() -> maker(client).isPresent());
      ProcessHandle maker = maker(client).orElseThrow();
      client.process.destroyForcibly().waitFor();
      await().atMost(Duration.ofSeconds(10)).until(() -> !maker.isAlive());
    }
  }

  private static Optional<ProcessHandle> maker(Client client) {
    return client
        .process
        .descendants()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("-XX:ArchiveClassesAtExit="))
        .findFirst();
  }

  private static void replace(Path archive, byte[] bytes) throws IOException {
    Files.delete(archive); // it cannot be written to
    Files.write(archive, bytes);
  }
}
