package dev.openmodal.bridge;

import dev.openmodal.HeapHistogram;
import dev.openmodal.Profile;
import dev.openmodal.ThreadDump;
import java.time.Duration;
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

  /** Where it spends its time, from now for so long. */
  Profile profile(Duration time);

  /** What fills the heap of its worker. */
  HeapHistogram heapHistogram();

  /** One line about it: what it is and how it stands. */
  String describe();
}
