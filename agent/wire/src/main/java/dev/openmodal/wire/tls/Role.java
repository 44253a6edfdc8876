package dev.openmodal.wire.tls;

/** What a certificate may be used for: to serve, or to call, never both. */
enum Role {
  SERVER(1),
  CLIENT(2);

  private final int lastArc;

  Role(int lastArc) {
    this.lastArc = lastArc;
  }

  /** The extended key usage of RFC 5280, section 4.2.1.12. */
  String oid() {
    return "1.3.6.1.5.5.7.3." + lastArc;
  }

  byte[] der() {
    return Der.oid(1, 3, 6, 1, 5, 5, 7, 3, lastArc);
  }
}
