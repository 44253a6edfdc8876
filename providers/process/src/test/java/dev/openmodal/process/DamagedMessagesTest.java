package dev.openmodal.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.openmodal.ContainerOptions;
import dev.openmodal.Fn0;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.Cancel;
import dev.openmodal.wire.proto.Chunk;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.Environment;
import dev.openmodal.wire.proto.GetRequest;
import dev.openmodal.wire.proto.PutReply;
import dev.openmodal.wire.tls.ClientIdentity;
import dev.openmodal.wire.tls.WorkerIdentity;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A worker as it runs, whose own client sends it random and damaged messages. */
@Timeout(300)
class DamagedMessagesTest {
  private static final long SEED = 20_261_126;
  private static final int COUNT = Integer.getInteger("openmodal.test.fuzz.messages", 10_000);

  @TempDir private Path temporary;
  private final ProcessProvider provider = new ProcessProvider();
  private final ClientIdentity self = ClientIdentity.create();
  private final WorkerIdentity identity = self.newWorker();
  private final Random random = new Random(SEED);
  private final List<byte[]> messages = new ArrayList<>();
  private final List<byte[]> chunks = new ArrayList<>();
  private int sent;

  @AfterEach
  void close() {
    provider.close();
  }

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
        (error, bytes, length) -> {},
        false);
  }

  private void makeOriginals() throws Exception {
    Fn0<Object> code = () -> "done";
    messages.add(DirectClient.hello().toByteArray());
    messages.add(DirectClient.snapshot("a", code).toByteArray());
    messages.add(DirectClient.call(1, "a").toByteArray());
    Call call = DirectClient.call(2, "a").getCall();
    messages.add(message(call.toBuilder().setArity(3).build()));
    messages.add(message(call.toBuilder().setArity(Integer.MAX_VALUE).build()));
    messages.add(message(call.toBuilder().setArity(-1).build()));
    messages.add(message(call.toBuilder().setArgumentsBlob("b").build()));
    messages.add(message(call.toBuilder().setArgumentsContinueValues(true).build()));
    messages.add(
        ClientMessage.newBuilder()
            .setCancel(Cancel.newBuilder().addCallId(1))
            .build()
            .toByteArray());
    messages.add(
        ClientMessage.newBuilder()
            .setEnvironment(
                Environment.newBuilder()
                    .setId("e")
                    .addEntries(
                        Environment.Entry.newBuilder()
                            .setSha256("ab".repeat(32))
                            .setName("../../x.jar")))
            .build()
            .toByteArray());
    for (String blob : List.of("b", "", "sha256:" + "ab".repeat(32), "sha256:../../../../x")) {
      chunks.add(
          Chunk.newBuilder()
              .setBlob(blob)
              .setBytes(ByteString.copyFrom(new byte[5000]))
              .build()
              .toByteArray());
    }
    chunks.add(GetRequest.newBuilder().setBlob("b").build().toByteArray());
  }

  private static byte[] message(Call call) {
    return ClientMessage.newBuilder().setCall(call).build().toByteArray();
  }

  private byte[] damaged(List<byte[]> originals) {
    if (random.nextInt(10) == 0) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      return bytes;
    }
    byte[] bytes = originals.get(random.nextInt(originals.size())).clone();
    for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        default -> bytes = Arrays.copyOf(bytes, at);
      }
    }
    return bytes;
  }

  /** A session takes messages until it refuses one, or has had some; it always ends. */
  private void sendOnASession(DirectClient client) throws Exception {
    DirectClient.Session session = new DirectClient.Session(client);
    if (random.nextInt(8) != 0) {
      session.send(DirectClient.hello());
    }
    for (int left = 1 + random.nextInt(30); left > 0 && !session.ended.isDone(); left--) {
      session.send(damaged(messages));
      sent++;
    }
    if (!session.ended.isDone()) {
      session.complete();
    }
    session.ended.get(20, TimeUnit.SECONDS);
  }

  private void sendOnAPut(DirectClient client) throws Exception {
    Ended<PutReply> ended = new Ended<>();
    StreamObserver<byte[]> requests =
        ClientCalls.asyncClientStreamingCall(
            client.channel().newCall(DirectClient.ofBytes(WorkerService.PUT), CallOptions.DEFAULT),
            ended);
    for (int left = 1 + random.nextInt(3); left > 0 && !ended.how.isDone(); left--) {
      requests.onNext(damaged(chunks));
      sent++;
    }
    if (random.nextInt(4) == 0) {
      requests.onError(new IllegalStateException("given up"));
    } else if (!ended.how.isDone()) {
      requests.onCompleted();
    }
    ended.how.get(20, TimeUnit.SECONDS);
  }

  private void sendOnAGet(DirectClient client) throws Exception {
    Ended<Chunk> ended = new Ended<>();
    MethodDescriptor<byte[], Chunk> get = DirectClient.ofBytes(WorkerService.GET);
    ClientCalls.asyncServerStreamingCall(
        client.channel().newCall(get, CallOptions.DEFAULT), damaged(chunks), ended);
    sent++;
    ended.how.get(20, TimeUnit.SECONDS);
  }

  private static final class Ended<A> implements StreamObserver<A> {
    final CompletableFuture<Optional<Throwable>> how = new CompletableFuture<>();

    @Override
    public void onNext(A answer) {}

    @Override
    public void onError(Throwable thrown) {
      how.complete(Optional.of(thrown));
    }

    @Override
    public void onCompleted() {
      how.complete(Optional.empty());
    }
  }

  private static long residentMebibytes(long pid) throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IllegalStateException("no VmRSS");
  }

  @Test
  void bytesThatAreNoMessageEndTheCallsOfTheirSession() throws Exception {
    Instance instance = provider.createInstance(spec());
    try (DirectClient client =
        new DirectClient(
            instance.address().toCompletableFuture().get(30, TimeUnit.SECONDS),
            self.clientContext(identity))) {
      DirectClient.Session session = new DirectClient.Session(client);
      session.send(DirectClient.hello());
      session.send(
          DirectClient.snapshot(
              "a",
              () -> {
                Thread.sleep(3_600_000);
                return null;
              }));
      session.send(DirectClient.call(1, "a"));
      assertThat(session.received.poll(10, TimeUnit.SECONDS).hasWelcome()).isTrue();
      assertThat(session.received.poll(10, TimeUnit.SECONDS).hasStarted()).isTrue();

      session.send(new byte[] {7, 7, 7});

      assertThat(session.ended.get(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(client.run(() -> 2 + 2)).as("a call after it").isEqualTo(4);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theWorkerStillAnswersAndHasKeptNothing() throws Exception {
    makeOriginals();
    Instance instance = provider.createInstance(spec());
    try (DirectClient client =
        new DirectClient(
            instance.address().toCompletableFuture().get(30, TimeUnit.SECONDS),
            self.clientContext(identity))) {
      long pid = (Long) client.run(() -> ProcessHandle.current().pid());
      assertThat(client.run(() -> 1 + 1)).isEqualTo(2);
      try {
        while (sent < COUNT) {
          switch (random.nextInt(10)) {
            case 0, 1 -> sendOnAPut(client);
            case 2 -> sendOnAGet(client);
            default -> sendOnASession(client);
          }
        }
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + SEED + ", after " + sent + " messages", e);
      }

      assertThat(instance.ended().isDone()).as("the worker has ended").isFalse();
      assertThat(client.run(() -> 2 + 2)).isEqualTo(4);
      assertThat(residentMebibytes(pid)).as("MiB of memory").isLessThan(400);
      assertThat(temporary.toFile().list()).as("temporary files").isEmpty();
      File[] open = new File("/proc/" + pid + "/fd").listFiles();
      assertThat(open).as("open files").hasSizeLessThan(200);
      System.out.println(
          "sent "
              + sent
              + "; the worker takes "
              + residentMebibytes(pid)
              + " MiB and has "
              + open.length
              + " open files");
    }
  }
}
