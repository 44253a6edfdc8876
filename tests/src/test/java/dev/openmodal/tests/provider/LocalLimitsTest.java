package dev.openmodal.tests.provider;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openmodal.App;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteFunction0;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** The limits of a container: by a probe inside, and as the Engine and the kernel see them. */
@Isolated // it looks at what is printed
@Timeout(180)
class LocalLimitsTest {
  private final App app = app("limits").provider("local");

  @BeforeAll
  static void needsAnEngine() {
    TestEngine.assumeThere();
  }

  @AfterAll
  static void stop() {
    Commands.printed("stop");
  }

  private static String hostName() throws IOException {
    return Files.readString(Path.of("/etc/hostname")).strip(); // the start of its id
  }

  /** What the Engine says of the container in which that function runs. */
  private static JsonNode inspected(RemoteFunction0<String> inside) throws Exception {
    return new ObjectMapper().readTree(TestEngine.docker("inspect", inside.remote())).get(0);
  }

  /** A file of the container's control groups, in either version of them. */
  private static String controlGroup(JsonNode container, String first, String second)
      throws IOException {
    String id = container.get("Id").asText();
    try (Stream<Path> all =
        Files.find(Path.of("/sys/fs/cgroup"), 8, (path, is) -> is.isDirectory())) {
      Optional<Path> file =
          all.filter(folder -> folder.getFileName().toString().contains(id))
              .flatMap(folder -> Stream.of(folder.resolve(first), folder.resolve(second)))
              .filter(Files::exists)
              .findFirst();
      return Files.readString(file.orElseThrow()).strip();
    }
  }

  @Test
  void memoryAndProcessorTimeAreLimited() throws Exception {
    RemoteFunction0<String> inside =
        app.function(LocalLimitsTest::hostName).memory("200Mi").cpu(0.5);
    JsonNode host = inspected(inside).get("HostConfig");
    long memory = (200L + 256) << 20;
    assertThat(host.get("Memory").asLong()).isEqualTo(memory);
    assertThat(host.get("MemorySwap").asLong()).isEqualTo(memory);
    assertThat(host.get("NanoCpus").asLong()).isEqualTo(500_000_000);
    assertThat(controlGroup(inspected(inside), "memory.limit_in_bytes", "memory.max"))
        .isEqualTo(Long.toString(memory));
    double share =
        app.function(
                () -> {
                  for (int i = 0; i < 3; i++) {
                    Thread spinning =
                        new Thread(
                            () -> {
                              while (true) {
                                Thread.onSpinWait();
                              }
                            });
                    spinning.setDaemon(true);
                    spinning.start();
                  }
                  var system =
                      (com.sun.management.OperatingSystemMXBean)
                          ManagementFactory.getOperatingSystemMXBean();
                  long from = System.nanoTime();
                  long used = system.getProcessCpuTime();
                  Thread.sleep(3000);
                  return (double) (system.getProcessCpuTime() - used) / (System.nanoTime() - from);
                })
            .memory("200Mi")
            .cpu(0.5)
            .env("SPINS", "1")
            .remote();
    assertThat(share).isLessThan(0.7);
  }

  @Test
  void processesAndThreadsAreCounted() throws Exception {
    RemoteFunction0<String> inside = app.function(LocalLimitsTest::hostName).pidsLimit(120);
    assertThat(inspected(inside).at("/HostConfig/PidsLimit").asInt()).isEqualTo(120);
    assertThat(controlGroup(inspected(inside), "pids.max", "pids.max")).isEqualTo("120");
    int started =
        app.function(
                () -> {
                  List<Process> all = new ArrayList<>();
                  try {
                    while (all.size() < 500) {
                      all.add(new ProcessBuilder("sleep", "60").start());
                    }
                  } catch (IOException | OutOfMemoryError full) {
                    // no more: of processes, or of the threads that Java gives each
                  }
                  all.forEach(Process::destroyForcibly);
                  return all.size();
                })
            .pidsLimit(120)
            .remote();
    assertThat(started).isBetween(10, 119);
    assertThat(inside.remote()).isNotEmpty();
    assertThatThrownBy(
            () ->
                app.action(
                        () -> {
                          while (true) {
                            new ProcessBuilder("sleep", "60").start();
                          }
                        })
                    .pidsLimit(130)
                    .remote())
        .satisfiesAnyOf(
            thrown ->
                assertThat(thrown)
                    .isInstanceOf(OpenModalException.class)
                    .hasMessageContaining("could start no more threads")
                    .hasMessageContaining("pidsLimit("),
            thrown -> assertThat(thrown).isInstanceOf(IOException.class));
    assertThat(
            inspected(app.function(LocalLimitsTest::hostName)).at("/HostConfig/PidsLimit").asInt())
        .isEqualTo(4096);
  }

  @Test
  void theRootIsReadOnlyUnlessItIsAskedFor() throws Exception {
    RemoteFunction0<String> writes =
        app.function(
            () -> {
              Files.writeString(Path.of("note"), "in the folder where it starts");
              Files.writeString(Path.of("/tmp/note"), "in the temporary folder");
              return Files.writeString(Path.of("/etc/note"), "in the root").toString();
            });
    assertThatThrownBy(writes::remote)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Read-only file system");
    assertThat(writes.writableRoot().remote()).isEqualTo("/etc/note");
    RemoteFunction0<String> inside = app.function(LocalLimitsTest::hostName);
    assertThat(inspected(inside).at("/HostConfig/ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(inspected(inside.writableRoot()).at("/HostConfig/ReadonlyRootfs").asBoolean())
        .isFalse();
  }

  @Test
  void userFolderAndRightsAreThoseAskedFor() throws Exception {
    List<String> seen =
        app.function(
                () -> {
                  List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
                  return Stream.of("Uid:", "Gid:", "CapEff:", "CapBnd:", "NoNewPrivs:")
                      .map(
                          field ->
                              status.stream()
                                  .filter(line -> line.startsWith(field))
                                  .findFirst()
                                  .orElse("")
                                  .split("\\s+")[1])
                      .toList();
                })
            .user("1234:4321")
            .remote();
    assertThat(seen).containsExactly("1234", "4321", "0000000000000000", "0000000000000000", "1");
    assertThat(
            app.function(() -> Path.of("").toAbsolutePath().toString())
                .workdir("/var/mine")
                .writableRoot()
                .remote())
        .isEqualTo("/var/mine");
    assertThat(app.function(() -> Path.of("").toAbsolutePath().toString()).remote())
        .isEqualTo("/tmp");
    assertThat(
            app.function(() -> Files.readString(Files.writeString(Path.of("mine"), "1234")))
                .user("1234")
                .remote())
        .isEqualTo("1234");
    JsonNode host = inspected(app.function(LocalLimitsTest::hostName)).get("HostConfig");
    assertThat(host.get("CapDrop").toString()).isEqualTo("[\"ALL\"]");
    assertThat(host.get("SecurityOpt").toString()).contains("no-new-privileges");
  }

  private static String dial(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 2000);
      return "connected";
    } catch (IOException e) {
      return "refused";
    }
  }

  @Test
  void aBlockedNetworkReachesNothingAndItsAgentIsReached() throws Exception {
    RemoteFunction0<String> inside = app.function(LocalLimitsTest::hostName);
    String gateway = inspected(inside).at("/NetworkSettings/Gateway").asText();
    String neighbour = inspected(inside).at("/NetworkSettings/IPAddress").asText();
    try (ServerSocket here = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"))) {
      int port = here.getLocalPort();
      var dials = app.function((String host) -> dial(host, port));
      assertThat(dials.remote(gateway)).isEqualTo("connected");
      assertThat(dials.blockNetwork().remote(gateway)).isEqualTo("refused");
    }
    assertThat(app.function((String host) -> dial(host, 7411)).env("X", "1").remote(neighbour))
        .isEqualTo("connected");
    assertThat(app.function((String host) -> dial(host, 7411)).blockNetwork().remote(neighbour))
        .isEqualTo("refused");
    assertThat(
            app.function(
                    () ->
                        java.net.NetworkInterface.networkInterfaces()
                            .map(each -> each.getName())
                            .toList())
                .blockNetwork()
                .remote())
        .containsExactly("lo");
    assertThat(inspected(inside.blockNetwork()).at("/HostConfig/NetworkMode").asText())
        .isEqualTo("none");
  }
}
