package dev.openmodal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.openmodal.ContainerOptions;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.wire.tls.ClientIdentity;
import dev.openmodal.wire.tls.WorkerIdentity;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in by a worker as it runs: its own client, and nobody else of this machine. */
@Timeout(120)
class RefusedCallersTest {
  private static final int TIMES = Integer.getInteger("openmodal.test.refusals", 10);

  @TempDir private Path temporary;
  private final ProcessProvider provider = new ProcessProvider();
  private final ClientIdentity self = ClientIdentity.create();
  private final WorkerIdentity identity = self.newWorker();
  private InetSocketAddress address;

  @BeforeEach
  void start() throws Exception {
    Instance instance =
        provider.createInstance(
            new InstanceSpec(
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
                false));
    address =
        (InetSocketAddress) instance.address().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    provider.close();
  }

  /** What it hands over to its worker, read without our own code. */
  private record HandedOver(PrivateKey key, X509Certificate own, X509Certificate client) {
    static HandedOver of(byte[] identity) throws Exception {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(identity));
      in.readByte();
      byte[] key = in.readNBytes(in.readInt());
      return new HandedOver(
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
          certificate(in.readNBytes(in.readInt())),
          certificate(in.readNBytes(in.readInt())));
    }

    private static X509Certificate certificate(byte[] bytes) throws Exception {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    }
  }

  private static SslContext trustingAnybody(SslContextBuilder showing) throws Exception {
    return GrpcSslContexts.configure(
            showing.trustManager(InsecureTrustManagerFactory.INSTANCE), SslProvider.JDK)
        .protocols("TLSv1.3")
        .build();
  }

  @Test
  void callersWithoutTheClientsKeyAreRefusedEachTimeAndTheClientIsLetInBetween() throws Exception {
    HandedOver stolen = HandedOver.of(identity.encode());
    HandedOver ofAnother = HandedOver.of(ClientIdentity.create().newWorker().encode());
    Map<String, SslContext> callers = new LinkedHashMap<>();
    callers.put("no certificate", trustingAnybody(SslContextBuilder.forClient()));
    callers.put("another client", ClientIdentity.create().clientContext(identity));
    callers.put(
        "the worker's own key and certificate",
        trustingAnybody(SslContextBuilder.forClient().keyManager(stolen.key(), stolen.own())));
    callers.put(
        "a worker of another client",
        trustingAnybody(
            SslContextBuilder.forClient().keyManager(ofAnother.key(), ofAnother.own())));
    callers.put(
        "the client's certificate without its key",
        trustingAnybody(SslContextBuilder.forClient().keyManager(stolen.key(), stolen.client())));

    for (int i = 0; i < TIMES; i++) {
      int number = i;
      for (Map.Entry<String, SslContext> caller : callers.entrySet()) {
        try (DirectClient client = new DirectClient(address, caller.getValue())) {
          DirectClient.Session session = new DirectClient.Session(client);
          session.send(DirectClient.hello());
          Throwable refusal = session.ended.get(10, TimeUnit.SECONDS);
          assertThat(refusal).as(caller.getKey()).hasMessageStartingWith("UNAVAILABLE");
          assertThat(session.received).as(caller.getKey()).isEmpty();
        }
      }
      try (DirectClient client = new DirectClient(address, self.clientContext(identity))) {
        assertThat(client.run(() -> number + 1)).isEqualTo(number + 1);
      }
    }
  }

  @Test
  void withoutTlsNothingIsAnswered() throws Exception {
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer =
          catchThrowable(() -> socket.getInputStream().read()) == null
              ? socket.getInputStream().readAllBytes()
              : new byte[0];
      assertThat(answer.length).as("a TLS alert at most").isLessThan(16);
    }
  }
}
