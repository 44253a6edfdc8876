package dev.openmodal.spi;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A started process, container or pod with one agent in it. */
public interface Instance {
  /** What people call it, such as {@code pid 4711} or a pod's name. */
  String name();

  /**
   * Where the agent answers: a port of this machine or a Unix socket; completes when it does, or
   * exceptionally if the instance ended before.
   */
  CompletionStage<? extends SocketAddress> address();

  /** Completes when the instance has ended, by itself or by {@link #delete}. */
  CompletableFuture<InstanceEnd> ended();

  /** What it takes now; empty where that is not known. */
  default Optional<InstanceUsage> usage() {
    return Optional.empty();
  }

  /** Ends it at once and with everything that runs in it. Does nothing if it has ended. */
  void delete();
}
