package dev.openmodal.engine.client;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** The other end of a Unix socket. */
final class Peer {
  private Peer() {}

  /** Whether this system says whose program it is. */
  static boolean isKnown(SocketChannel channel) {
    try {
      return channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED);
    } catch (LinkageError e) { // a Java without the module jdk.net
      return false;
    }
  }

  /** Whether it is a program of that user. */
  static boolean isOf(UserPrincipal user, SocketChannel channel) throws IOException {
    return isKnown(channel)
        && channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(user);
  }
}
