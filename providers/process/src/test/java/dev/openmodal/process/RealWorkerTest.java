package dev.openmodal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.openmodal.Action0;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceEnd;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.wire.Build;
import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueWriter;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.Hello;
import dev.openmodal.wire.proto.Snapshot;
import dev.openmodal.wire.proto.WorkerMessage;
import dev.openmodal.wire.tls.ClientIdentity;
import dev.openmodal.wire.tls.WorkerIdentity;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final BlockingQueue<WorkerMessage> received = new LinkedBlockingQueue<>();

  private InstanceSpec spec() {
    return new InstanceSpec(
        "test",
        Path.of(System.getProperty("java.home")),
        Path.of(System.getProperty("java.class.path")),
        List.of("-Xmx128m", "-Djava.io.tmpdir=" + temporary),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        identity.encode(),
        (error, bytes, length) -> (error ? err : out).write(bytes, 0, length),
        false);
  }

  @AfterEach
  void close() {
    provider.close();
  }

  /** Runs an action there; the messages about it are queued. */
  private ManagedChannel run(Instance instance, Action0 action) throws Exception {
    InetSocketAddress address = instance.address().toCompletableFuture().get(30, TimeUnit.SECONDS);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address)
            .sslContext(self.clientContext(identity))
            .overrideAuthority("openmodal")
            .build();
    StreamObserver<ClientMessage> requests =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(WorkerService.SESSION, CallOptions.DEFAULT),
            new StreamObserver<>() {
              @Override
              public void onNext(WorkerMessage message) {
                received.add(message);
              }

              @Override
              public void onError(Throwable thrown) {}

              @Override
              public void onCompleted() {}
            });
    ClassLoader loader = RealWorkerTest.class.getClassLoader();
    ValueCodec codec = new ValueCodec(loader, RealWorkerTest::classFile);
    requests.onNext(
        ClientMessage.newBuilder().setHello(Hello.newBuilder().setBuild(Build.current())).build());
    requests.onNext(
        ClientMessage.newBuilder()
            .setSnapshot(Snapshot.newBuilder().setId("a").setValues(encode(codec, action)))
            .build());
    requests.onNext(
        ClientMessage.newBuilder()
            .setCall(Call.newBuilder().setId(1).setSnapshotId("a").setArguments(encode(codec)))
            .build());
    return channel;
  }

  private static byte[] classFile(Class<?> type) {
    try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (java.io.IOException e) {
      return null;
    }
  }

  private static ByteString encode(ValueCodec codec, Object... values) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ValueWriter writer = codec.writer(bytes)) {
      for (Object value : values) {
        writer.write("value", value);
      }
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  private String output() throws Exception {
    StringBuilder output = new StringBuilder();
    for (WorkerMessage message; (message = received.poll(30, TimeUnit.SECONDS)) != null; ) {
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

    ManagedChannel channel =
        run(
            instance,
            () -> {
              System.out.println("from Java");
              new ProcessBuilder("sh", "-c", "cat; echo from a process")
                  .inheritIO()
                  .start()
                  .waitFor();
            });

    assertThat(output()).isEqualTo("from Java\n");
    await()
        .untilAsserted(
            () ->
                assertThat(out.toString(StandardCharsets.UTF_8))
                    .isEqualTo("from a process\n\0openmodal:end 1\n"));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\0openmodal:end 1\n");
    channel.shutdownNow();
    assertThat(Files.list(temporary)).as("the temporary folder").isEmpty();
  }

  @Test
  void anExitByUserCodeIsMarkedAfterItsOutput() throws Exception {
    Instance instance = provider.createInstance(spec());

    ManagedChannel channel =
        run(
            instance,
            () -> {
              System.out.print("last words");
              System.exit(5);
            });

    InstanceEnd end = instance.ended().get(30, TimeUnit.SECONDS);
    assertThat(end.cause()).isEqualTo(InstanceEnd.Cause.EXITED);
    assertThat(end.exitCode()).isEqualTo(5);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\0openmodal:exit\n");
    assertThat(output()).isEqualTo("last words");
    channel.shutdownNow();
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

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void itSaysWhyItDoesNotTakeAnotherIdentity() throws Exception {
    Process process = new ProcessBuilder(CommandLine.of(spec(), Confinement.find().join())).start();
    DataOutputStream lifeLine = new DataOutputStream(process.getOutputStream());
    lifeLine.writeInt(3);
    lifeLine.write(new byte[] {9, 9, 9});
    lifeLine.flush();

    assertThat(process.waitFor(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("no identity of a worker");
  }
}
