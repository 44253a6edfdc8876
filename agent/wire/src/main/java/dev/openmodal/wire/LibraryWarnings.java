package dev.openmodal.wire;

import java.util.List;
import java.util.function.Consumer;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What gRPC says of our connections by {@code java.util.logging}, whose loggers it shares with user
 * code that uses gRPC itself: a stream that was cancelled in the middle, a connection that broke.
 * It is handled where it happens, so it is kept off the user's screen. What is said by other
 * threads than ours is left alone.
 */
public final class LibraryWarnings {
  private static final String OUR_THREADS = "openmodal-";

  /** Held here, because the logging itself forgets a logger that nobody holds, filter and all. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler"),
          Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyClientHandler"),
          Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerTransport.connections"),
          // of options that a Unix socket does not have
          Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap"),
          Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap"),
          Logger.getLogger("io.grpc.internal.AbstractClientStream"),
          Logger.getLogger("io.grpc.internal.SerializingExecutor"),
          Logger.getLogger("io.grpc.internal.ManagedChannelOrphanWrapper"),
          Logger.getLogger("io.grpc.internal.ServerImpl"));

  private LibraryWarnings() {}

  /** Sends them there from now on. */
  public static void to(Consumer<LogRecord> sink) {
    for (Logger logger : LOGGERS) {
      logger.setFilter(
          said -> {
            if (!Thread.currentThread().getName().startsWith(OUR_THREADS)) {
              return true;
            }
            sink.accept(said);
            return false;
          });
    }
  }
}
