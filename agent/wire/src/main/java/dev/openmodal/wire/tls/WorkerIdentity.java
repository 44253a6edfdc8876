package dev.openmodal.wire.tls;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * Who one worker is: its own key pair and certificate, and the certificate of the one client that
 * it serves. Made by the client ({@link ClientIdentity#newWorker}) and handed over as bytes by a
 * way that nobody else can read, never by a command line or an environment variable.
 */
public final class WorkerIdentity {
  private static final int FORM = 1;
  private static final int LONGEST_PART = 1 << 16;

  private final SelfSigned self;
  private final X509Certificate client;

  WorkerIdentity(SelfSigned self, X509Certificate client) {
    this.self = self;
    this.client = client;
  }

  X509Certificate certificate() {
    return self.certificate();
  }

  /** The identity as bytes, among them the worker's private key. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      writePart(out, self.key().getEncoded());
      writePart(out, self.certificate().getEncoded());
      writePart(out, client.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // parsed certificates have their encoding
    }
    return bytes.toByteArray();
  }

  /**
   * Reads an identity.
   *
   * @param bytes what {@link #encode} gave
   * @throws IllegalArgumentException if it is anything else
   */
  public static WorkerIdentity decode(byte[] bytes) {
    PlainNetty.ensure();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int form = in.readUnsignedByte();
      if (form != FORM) {
        throw new IllegalArgumentException("this is no identity of a worker: form " + form);
      }
      PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(readPart(in));
      X509Certificate own = SelfSigned.parse(readPart(in));
      X509Certificate client = SelfSigned.parse(readPart(in));
      return new WorkerIdentity(
          new SelfSigned(KeyFactory.getInstance("EC").generatePrivate(key), own), client);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("this is no identity of a worker: " + e.getMessage(), e);
    }
  }

  /** For the worker's end of connections; lets in its client and nobody else. */
  public SslContext serverContext() {
    return TlsContexts.of(self, new PinnedTrust(client, Role.CLIENT), false);
  }

  private static void writePart(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }

  private static byte[] readPart(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_PART) {
      throw new IOException("a part of " + length + " bytes");
    }
    byte[] part = new byte[length];
    in.readFully(part);
    return part;
  }
}
