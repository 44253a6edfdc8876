package dev.openmodal.agent;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The pipe from the client: first the identity, then nothing until the client is gone. */
final class LifeLine {
  private static final int MAX_IDENTITY_BYTES = 1 << 20;

  private final DataInputStream in;

  LifeLine(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in));
  }

  static LifeLine open() throws IOException {
    String file = System.getProperty("openmodal.lifeline");
    if (file == null) {
      return new LifeLine(new FileInputStream(FileDescriptor.in));
    }
    LifeLine lifeLine = new LifeLine(new FileInputStream(file));
    if (file.endsWith("/0")) {
      // Java does not close it but turns it to /dev/null, which processes of user code then read.
      new FileInputStream(FileDescriptor.in).close();
    }
    return lifeLine;
  }

  byte[] readIdentity() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_IDENTITY_BYTES) {
      throw new IOException("The client sent no identity but " + length + " bytes.");
    }
    byte[] identity = new byte[length];
    in.readFully(identity);
    return identity;
  }

  /** Returns when the client is gone. */
  void awaitEnd() {
    try {
      while (in.read() >= 0) {
        // Nothing is said on the life line; that it is there is all.
      }
    } catch (IOException e) {
      // A broken line is a line that has ended.
    }
  }
}
