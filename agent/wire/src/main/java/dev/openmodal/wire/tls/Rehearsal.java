package dev.openmodal.wire.tls;

import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** A handshake between two ends in memory. */
final class Rehearsal {
  private static final int MOST_STEPS = 100;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Rehearsal() {}

  static void of(SslContext client, SslContext server) {
    SSLEngine[] ends = {
      client.newEngine(UnpooledByteBufAllocator.DEFAULT),
      server.newEngine(UnpooledByteBufAllocator.DEFAULT)
    };
    int packet = ends[0].getSession().getPacketBufferSize();
    ByteBuffer[] to = {ByteBuffer.allocate(4 * packet), ByteBuffer.allocate(4 * packet)};
    ByteBuffer plain = ByteBuffer.allocate(ends[0].getSession().getApplicationBufferSize());
    try {
      ends[0].beginHandshake();
      ends[1].beginHandshake();
      for (int step = 0; step < MOST_STEPS; step++) {
        boolean isOver = true;
        for (int end = 0; end < 2; end++) {
          isOver &= step(ends[end], to[end], to[1 - end], plain);
        }
        if (isOver) {
          return;
        }
      }
    } catch (SSLException e) {
      // The real one says what is wrong.
    }
  }

  /** Does what this end has to do; answers whether that was nothing. */
  private static boolean step(SSLEngine end, ByteBuffer in, ByteBuffer out, ByteBuffer plain)
      throws SSLException {
    switch (end.getHandshakeStatus()) {
      case NEED_TASK -> {
        for (Runnable task; (task = end.getDelegatedTask()) != null; ) {
          task.run();
        }
      }
      case NEED_WRAP -> end.wrap(NOTHING, out);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        in.flip();
        end.unwrap(in, plain);
        in.compact();
      }
      default -> {
        return true;
      }
    }
    return false;
  }
}
