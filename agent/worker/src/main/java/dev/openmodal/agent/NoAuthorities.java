package dev.openmodal.agent;

import org.jspecify.annotations.Nullable;

/**
 * While the server starts, and before there is user code to notice, Java trusts nobody: Netty makes
 * a TLS context with the authorities that Java trusts only to ask it for its protocols, and loading
 * those is part of a worker's start that nobody needs.
 */
final class NoAuthorities implements AutoCloseable {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";

  private final @Nullable String before = System.setProperty(TRUST_STORE, "NONE");

  @Override
  public void close() {
    if (before == null) {
      System.clearProperty(TRUST_STORE);
    } else {
      System.setProperty(TRUST_STORE, before);
    }
  }
}
