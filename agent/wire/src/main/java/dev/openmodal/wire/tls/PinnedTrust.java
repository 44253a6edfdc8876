package dev.openmodal.wire.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts exactly one certificate in one role. Names and dates do not matter: the certificate itself
 * was handed over on another way before.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
  private final X509Certificate pinned;
  private final Role role;

  /**
   * @param pinned the other side's certificate
   * @param role what the other side is
   */
  PinnedTrust(X509Certificate pinned, Role role) {
    this.pinned = pinned;
    this.role = role;
  }

  private void check(X509Certificate[] chain, Role shown) throws CertificateException {
    if (shown != role) {
      throw new CertificateException("a certificate for the other role was shown");
    }
    if (chain.length != 1 || !chain[0].equals(pinned)) {
      throw new CertificateException("another certificate than the one that is trusted was shown");
    }
    List<String> usages = chain[0].getExtendedKeyUsage();
    if (usages == null || !usages.equals(List.of(role.oid()))) {
      throw new CertificateException("the certificate is not made for this use");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, Role.CLIENT);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, Role.CLIENT);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, Role.CLIENT);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, Role.SERVER);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, Role.SERVER);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, Role.SERVER);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
