package dev.openmodal.wire.tls;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;

/**
 * Who one client is: a key pair that is made in memory and never leaves it, and its certificate,
 * the only one that its workers let in.
 */
public final class ClientIdentity {
  private final SelfSigned self;

  private ClientIdentity(SelfSigned self) {
    this.self = self;
  }

  /** Makes a new key pair. */
  public static ClientIdentity create() {
    PlainNetty.ensure();
    return new ClientIdentity(SelfSigned.create("openmodal client", Role.CLIENT));
  }

  /** Makes the identity of one new worker of this client. */
  public WorkerIdentity newWorker() {
    return new WorkerIdentity(
        SelfSigned.create("openmodal worker", Role.SERVER), self.certificate());
  }

  /**
   * Shakes hands with a worker that there is not, in memory: the first handshake of a JVM takes a
   * fifth of a second, which can pass while the first worker starts.
   */
  public void rehearse() {
    WorkerIdentity worker = newWorker();
    Rehearsal.of(clientContext(worker), worker.serverContext());
  }

  /** For the client's end of a connection to this worker and to no other. */
  public SslContext clientContext(WorkerIdentity worker) {
    return TlsContexts.of(self, new PinnedTrust(worker.certificate(), Role.SERVER), true);
  }
}
