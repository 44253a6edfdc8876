package dev.openmodal.wire.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;

/**
 * A key pair on the curve P-256 and a certificate that it signs itself (RFC 5280). The certificate
 * is valid from 1970 to the end of 9999, so that no machine's clock breaks it: what is trusted is
 * exactly this certificate, and it is forgotten with its owner.
 */
record SelfSigned(PrivateKey key, X509Certificate certificate) {
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

  static SelfSigned create(String name, Role role) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      byte[] body = body(name, role, pair);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(body);
      byte[] der = Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
      return new SelfSigned(pair.getPrivate(), parse(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no elliptic curves: " + e.getMessage(), e);
    }
  }

  static X509Certificate parse(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] body(String commonName, Role role, KeyPair pair) {
    byte[] name = Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.text(commonName))));
    byte[] keyUsage = extension(Der.oid(2, 5, 29, 15), Der.bits(7, new byte[] {(byte) 0x80}));
    byte[] extendedKeyUsage = extension(Der.oid(2, 5, 29, 37), Der.sequence(role.der()));
    return Der.sequence(
        Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
        Der.integer(new BigInteger(120, new SecureRandom()).setBit(120)),
        ECDSA_WITH_SHA256,
        name,
        Der.sequence(Der.utcTime("700101000000Z"), Der.generalizedTime("99991231235959Z")),
        name,
        pair.getPublic().getEncoded(),
        Der.explicit(3, Der.sequence(keyUsage, extendedKeyUsage)));
  }

  private static byte[] extension(byte[] oid, byte[] value) {
    return Der.sequence(oid, Der.yes(), Der.octets(value));
  }

  @Override
  public String toString() {
    return "SelfSigned[" + certificate.getSubjectX500Principal() + "]"; // never the key
  }
}
