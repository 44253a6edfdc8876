package dev.openmodal.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.openmodal.Action0;
import dev.openmodal.ContainerOptions;
import dev.openmodal.Fn0;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceEnd;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.wire.proto.WorkerMessage;
import dev.openmodal.wire.tls.ClientIdentity;
import dev.openmodal.wire.tls.WorkerIdentity;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker's own program, started as a child. */
@Timeout(60)
class RealWorkerTest {
  @TempDir private Path temporary;
  private final ProcessProvider provider = new ProcessProvider();
  private final ClientIdentity self = ClientIdentity.create();
  private final WorkerIdentity identity = self.newWorker();
  private long calls = 1;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private InstanceSpec spec() {
    return new InstanceSpec(
        "test",
        Path.of(System.getProperty("java.home")),
        Path.of(System.getProperty("java.class.path")),
        List.of("-Xmx128m", "-Djava.io.tmpdir=" + temporary),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        ContainerOptions.DEFAULT,
        identity.encode(),
        (error, bytes, length) -> (error ? err : out).write(bytes, 0, length),
        false);
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private DirectClient client(Instance instance) throws Exception {
    return new DirectClient(
        instance.address().toCompletableFuture().get(30, SECONDS), self.clientContext(identity));
  }

  private static DirectClient.Session call(DirectClient client, Action0 action) throws Exception {
    DirectClient.Session session = new DirectClient.Session(client);
    session.send(DirectClient.hello());
    call(session, 1, action);
    return session;
  }

  private static void call(DirectClient.Session session, long id, Action0 action) throws Exception {
    Fn0<?> code =
        () -> {
          action.run();
          return null;
        };
    session.send(DirectClient.snapshot("snapshot-" + id, code));
    session.send(DirectClient.call(id, "snapshot-" + id));
  }

  /** What the call printed until it ended or the worker did. */
  private static String output(DirectClient.Session session) throws Exception {
    StringBuilder output = new StringBuilder();
    while (!session.ended.isDone() || !session.received.isEmpty()) {
      WorkerMessage message = session.received.poll(100, MILLISECONDS);
      if (message == null) {
        continue;
      }
      output.append(message.getOutput().getBytes().toStringUtf8());
      if (message.hasThrew() || message.hasReturned()) {
        break;
      }
    }
    return output.toString();
  }

  @Test
  void outputOfSubprocessesIsCompleteBeforeTheMark() throws Exception {
    Instance instance = provider.createInstance(spec());

    DirectClient client = client(instance);
    DirectClient.Session session =
        call(
            client,
            () -> {
              System.out.println("from Java");
              run("sh", "-c", "cat; echo from a process");
            });

    assertThat(output(session)).isEqualTo("from Java\n");
    await()
        .untilAsserted(
            () ->
                assertThat(out.toString(StandardCharsets.UTF_8))
                    .isEqualTo("\0openmodal:out 1 1\nfrom a process\n\0openmodal:end 1\n"));
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("\0openmodal:out 1 1\n\0openmodal:end 1\n");
    client.close();
    assertThat(Files.list(temporary)).as("the temporary folder").isEmpty();
  }

  @Test
  void anExitByUserCodeIsMarkedAfterItsOutput() throws Exception {
    Instance instance = provider.createInstance(spec());

    DirectClient client = client(instance);
    DirectClient.Session session =
        call(
            client,
            () -> {
              System.out.print("last words");
              System.exit(5);
            });

    InstanceEnd end = instance.ended().get(30, SECONDS);
    assertThat(end.cause()).isEqualTo(InstanceEnd.Cause.EXITED);
    assertThat(end.exitCode()).isEqualTo(5);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("\0openmodal:out 1 1\n\0openmodal:exit\n");
    assertThat(output(session)).isEqualTo("last words");
    client.close();
  }

  @Test
  void theEndIsMarkedWhereProcessesMayHaveWritten() throws Exception {
    assumeThat(Confinement.find().join().isNamespace()).as("a pid namespace").isTrue();
    try (DirectClient client = client(provider.createInstance(spec()))) {
      DirectClient.Session session = call(client, () -> {});
      awaitUnmarked(session);

      assertThat(isMarked(session, () -> run("true"))).as("a process ran").isTrue();
      awaitUnmarked(session);
      assertThat(isMarked(session, () -> start("sleep", "777"))).as("one was left").isTrue();
      for (int i = 0; i < 5; i++) {
        assertThat(isMarked(session, () -> {})).as("it is still there").isTrue();
      }
      isMarked(session, RealWorkerTest::endChildren);
      awaitUnmarked(session);
    }
  }

  /**
   * Until the threads that the JVM starts by itself, which are not told from processes, are there.
   */
  private void awaitUnmarked(DirectClient.Session session) {
    await().atMost(Duration.ofSeconds(30)).until(() -> !isMarked(session, () -> {}));
  }

  private boolean isMarked(DirectClient.Session session, Action0 action) throws Exception {
    call(session, ++calls, action);
    while (true) {
      WorkerMessage message = session.received.poll(30, SECONDS);
      if (message == null || message.hasThrew()) {
        throw new AssertionError("the call ended with " + message);
      }
      if (message.getReturned().getCallId() == calls) {
        return message.getMarked();
      }
    }
  }

  private static void endChildren() {
    ProcessHandle.current()
        .children()
        .forEach(
            child -> {
              child.destroyForcibly();
              child.onExit().join();
            });
  }

  private static void run(String... command) throws Exception {
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void start(String... command) throws Exception {
    new ProcessBuilder(command).inheritIO().start();
  }

  @Test
  void itHaltsWhenItsLifeLineEnds() throws Exception {
    Process process = new ProcessBuilder(CommandLine.of(spec(), Confinement.find().join())).start();
    DataOutputStream lifeLine = new DataOutputStream(process.getOutputStream());
    lifeLine.writeInt(identity.encode().length);
    lifeLine.write(identity.encode());
    lifeLine.flush();
    assertThat(process.inputReader().readLine()).startsWith("\0openmodal:ready ");

    lifeLine.close();

    assertThat(process.waitFor(10, SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void itSaysWhyItDoesNotTakeAnotherIdentity() throws Exception {
    Process process = new ProcessBuilder(CommandLine.of(spec(), Confinement.find().join())).start();
    DataOutputStream lifeLine = new DataOutputStream(process.getOutputStream());
    lifeLine.writeInt(3);
    lifeLine.write(new byte[] {9, 9, 9});
    lifeLine.flush();

    assertThat(process.waitFor(Duration.ofSeconds(20).toSeconds(), SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("no identity of a worker");
  }
}
