package dev.openmodal.bridge;

import dev.openmodal.ThreadDump;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the API asks of one call that runs while its caller goes on. */
public interface CallHandle {
  /** Its number among the calls of this client. */
  long id();

  /** Completes with the result, or with what the code has thrown. */
  CompletableFuture<@Nullable Object> future();

  /** Stops it; false if it was over. */
  boolean cancel();

  /** What it has printed so far. */
  String logs();

  /** What its threads are about now. */
  ThreadDump threadDump();

  /** One line about it: what it is and how it stands. */
  String describe();
}
