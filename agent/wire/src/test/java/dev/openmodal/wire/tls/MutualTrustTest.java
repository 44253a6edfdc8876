package dev.openmodal.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.proto.Chunk;
import dev.openmodal.wire.proto.GetRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MutualTrustTest {
  private final ClientIdentity client = ClientIdentity.create();
  private final WorkerIdentity worker = client.newWorker();
  private Server server;

  @BeforeEach
  void start() throws Exception {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(WorkerService.NAME)
            .addMethod(
                WorkerService.GET,
                ServerCalls.asyncServerStreamingCall(
                    (request, answers) -> {
                      answers.onNext(Chunk.newBuilder().setBlob(request.getBlob()).build());
                      answers.onCompleted();
                    }))
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(WorkerIdentity.decode(worker.encode()).serverContext())
            .directExecutor()
            .addService(service)
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private String call(SslContext context) throws InterruptedException {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).sslContext(context).build();
    try {
      return ClientCalls.blockingServerStreamingCall(
              channel,
              WorkerService.GET,
              CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
              GetRequest.newBuilder().setBlob("b").build())
          .next()
          .getBlob();
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private SslContext foreign(@Nullable SelfSigned shown) throws Exception {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .trustManager(new PinnedTrust(worker.certificate(), Role.SERVER));
    if (shown != null) {
      builder.keyManager(shown.key(), shown.certificate());
    }
    return GrpcSslContexts.configure(builder, SslProvider.JDK).protocols("TLSv1.3").build();
  }

  private void assertRefused(SslContext context) {
    assertThatThrownBy(() -> call(context))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNAVAILABLE");
  }

  @Test
  void theClientReachesItsWorker() throws Exception {
    assertThat(call(client.clientContext(worker))).isEqualTo("b");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noNativeLibraryIsUnpacked() throws Exception {
    call(client.clientContext(worker));
    assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain("netty_t");
    assertThat(System.getProperties().stringPropertyNames())
        .noneMatch(name -> name.contains("noNative") || name.contains("noOpenSsl"));
  }

  @Test
  void aCallerWithoutACertificateIsRefused() throws Exception {
    assertRefused(foreign(null));
  }

  @Test
  void anotherClientIsRefused() throws Exception {
    assertRefused(ClientIdentity.create().clientContext(worker));
  }

  @Test
  void aWorkersOwnKeyDoesNotLetAnybodyIn() throws Exception {
    SelfSigned stolen = SelfSigned.create("openmodal worker", Role.SERVER);
    assertRefused(foreign(stolen));
    java.lang.reflect.Field self = WorkerIdentity.class.getDeclaredField("self");
    self.setAccessible(true);
    assertRefused(foreign((SelfSigned) self.get(worker)));
  }

  @Test
  void anotherWorkerIsRefusedByTheClient() {
    assertRefused(client.clientContext(client.newWorker()));
  }

  @Test
  void aPinnedCertificateOfTheOtherRoleIsRefused() {
    SelfSigned server = SelfSigned.create("s", Role.SERVER);
    X509Certificate[] chain = {server.certificate()};
    assertThatThrownBy(
            () -> new PinnedTrust(server.certificate(), Role.CLIENT).checkClientTrusted(chain, ""))
        .hasMessageContaining("not made for this use");
  }

  @Test
  void certificatesAreWellFormedAndOutliveEveryClock() throws Exception {
    for (Role role : Role.values()) {
      X509Certificate certificate = SelfSigned.create("openmodal worker", role).certificate();
      certificate.verify(certificate.getPublicKey());
      assertThat(certificate.getVersion()).isEqualTo(3);
      assertThat(certificate.getNotBefore().toInstant()).hasToString("1970-01-01T00:00:00Z");
      assertThat(certificate.getNotAfter().toInstant()).hasToString("9999-12-31T23:59:59Z");
      assertThat(certificate.getExtendedKeyUsage()).isEqualTo(List.of(role.oid()));
      assertThat(certificate.getKeyUsage()[0]).isTrue();
      assertThat(certificate.getCriticalExtensionOIDs())
          .isEqualTo(Set.of("2.5.29.15", "2.5.29.37"));
      assertThat(certificate.getSubjectX500Principal()).hasToString("CN=openmodal worker");
    }
  }

  @Test
  void anythingElseIsNoIdentity() {
    assertThatThrownBy(() -> WorkerIdentity.decode(new byte[] {9, 1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this is no identity of a worker: form 9");
    byte[] cut = worker.encode();
    assertThatThrownBy(() -> WorkerIdentity.decode(java.util.Arrays.copyOf(cut, 100)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
