package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.openmodal.tests.provider.MetErrors;
import dev.openmodal.tests.provider.TestEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code openmodal run --local} where the Engine, a registry or a Java is special. */
@Timeout(180)
class RunInContainersTest {
  private static final String NOBODY = "65534";
  private static final int MIB = 1 << 20;

  /** So much room is too little for an image. */
  private static final long TOO_LITTLE = 80L * MIB;

  private Path folder = Path.of("");
  private String file = "";
  private List<String> options = List.of();

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createTempDirectory("openmodal-trouble-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.copy(TestMachine.oneJar(), folder.resolve("openmodal.jar"));
    write("6 * 7");
  }

  private void write(String snippet) throws IOException {
    file = Files.writeString(folder.resolve("one.jsh"), snippet + "\n").toString();
  }

  @AfterEach
  void remove() throws Exception {
    // Some of it is another user's.
    new ProcessBuilder("rm", "-rf", folder.toString()).inheritIO().start().waitFor();
  }

  /** What it prints, which is an error. */
  private String failed(Map<String, String> environment, String... before) throws Exception {
    return run(false, environment, before);
  }

  private String run(boolean isToSucceed, Map<String, String> environment, String... before)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(before));
    command.add(RunProcess.java(17));
    command.addAll(List.of("-jar", folder.resolve("openmodal.jar").toString()));
    command.addAll(List.of("run", "--local"));
    command.addAll(options);
    command.add(file);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("OPENMODAL_HOME", folder.resolve("home").toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    TestMachine.UNWANTED.forEach(builder.environment()::remove);
    Path printed = folder.resolve("printed");
    Process process = builder.redirectOutput(printed.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
    String text = Files.readString(printed).strip();
    assertThat(process.exitValue() == 0).as(text).isEqualTo(isToSucceed);
    return text;
  }

  @Test
  void noEngineRuns() throws Exception {
    String printed = failed(Map.of("DOCKER_HOST", "unix://" + folder.resolve("docker.sock")));
    MetErrors.areShown("No Engine runs", printed);
  }

  @Test
  void theSocketIsNotForThisUser() throws Exception {
    Path socket = Path.of(System.getenv().getOrDefault("DOCKER_HOST", "").replace("unix://", ""));
    assumeTrue(Files.exists(socket), "no Docker Engine for tests");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can become another user");
    assumeTrue(
        !Files.getPosixFilePermissions(socket).contains(PosixFilePermission.OTHERS_WRITE),
        "the socket is open to all");
    String printed =
        failed(Map.of(), "setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
    MetErrors.areShown("No permission on the socket", printed);
  }

  @Test
  void itsDiskIsFull() throws Exception {
    String engine = System.getenv("OPENMODAL_TEST_SMALL_ENGINE");
    assumeTrue(engine != null, "no Engine with a small disk");
    Path disk = Path.of(engine.replace("unix://", "")).resolveSibling("data");
    Path filler = disk.resolve("filler");
    String image = System.getenv("OPENMODAL_IMAGE");
    if (!docker(engine, "images", "-q", String.valueOf(image)).isEmpty()) {
      docker(engine, "rmi", image);
    }
    try {
      fill(filler, Files.getFileStore(disk).getUsableSpace() - TOO_LITTLE);
      MetErrors.areShown(
          "The Engine's disk is full: an image", failed(Map.of("DOCKER_HOST", engine)));
    } finally {
      Files.delete(filler);
    }
    MetErrors.areShown(
        "The Engine's disk is full: what containers share", failed(Map.of("DOCKER_HOST", engine)));
    // Nothing that is of no use takes room there.
    assertThat(docker(engine, "ps", "-aq")).isEmpty();
    assertThat(docker(engine, "volume", "ls", "-q", "--filter", "name=openmodal-java")).isEmpty();
  }

  /** What {@code docker login} has kept is used. */
  @Test
  void aPrivateImageIsPulledForWhoHasLoggedIn() throws Exception {
    TestEngine.assumeThere();
    String image = TestEngine.privateImage("bookworm-certificates").reference();
    MetErrors.areShown("A pull that is denied", failed(loggedIn(image, "openmodal:wrong")));
    try {
      assertThat(run(true, loggedIn(image, "openmodal:openmodal"))).endsWith("42");
    } finally {
      TestEngine.docker("rmi", image);
    }
  }

  /** As it is after {@code docker login}. */
  private Map<String, String> loggedIn(String image, String as) throws IOException {
    String registry = image.substring(0, image.indexOf('/'));
    String secret = Base64.getEncoder().encodeToString(as.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(registry, secret));
    return Map.of("DOCKER_CONFIG", folder.toString(), "OPENMODAL_IMAGE", image);
  }

  /** An archive as Temurin's, made of a Java of this machine, from a server of this test. */
  @Test
  void aJavaOfAnotherVersionComesFromAMirror() throws Exception {
    TestEngine.assumeThere();
    Path other = TestMachine.jdk(25).orElse(null);
    assumeTrue(other != null, "no JDK 25");
    make(
        List.of(
            other.resolve("bin/jlink").toString(),
            "--add-modules",
            "java.se,jdk.unsupported,jdk.management,jdk.crypto.ec,jdk.jfr,jdk.zipfs,jdk.net",
            "--strip-debug",
            "--no-man-pages",
            "--output",
            folder.resolve("jdk-25-jre").toString()));
    make(List.of("tar", "-C", folder.toString(), "-czf", archive().toString(), "jdk-25-jre"));
    HttpServer mirror =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    mirror.createContext("/25/linux", this::sendArchive);
    mirror.start();
    try {
      Path program = folder.resolve("Which.java");
      Files.writeString(
          program,
          """
          class Which {
            static String java() {
              return Runtime.version().feature() + " in " + System.getProperty("java.home");
            }
          }
          """);
      file = program + "::java";
      options = List.of("--java", "25");
      String template =
          "http://127.0.0.1:" + mirror.getAddress().getPort() + "/{version}/{os}/{arch}.tar.gz";
      assertThat(run(true, Map.of("OPENMODAL_JAVA", template)))
          .contains("getting Java 25 for linux/")
          .contains("25 in /opt/openmodal/java");
    } finally {
      mirror.stop(0);
    }
  }

  private Path archive() {
    return folder.resolve("jre.tar.gz");
  }

  private void sendArchive(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, Files.size(archive()));
      Files.copy(archive(), exchange.getResponseBody());
    }
  }

  private static void make(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(printed).isZero();
  }

  private static void fill(Path file, long bytes) throws IOException {
    byte[] part = new byte[MIB];
    try (var out = Files.newOutputStream(file)) {
      for (long i = 0; i < bytes / MIB; i++) {
        out.write(part);
      }
    }
  }

  private static String docker(String engine, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker", "--host", engine));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
