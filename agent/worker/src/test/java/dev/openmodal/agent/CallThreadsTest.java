package dev.openmodal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CallThreadsTest {
  private final CallThreads threads = new CallThreads(ProcessWatch.start());

  @Test
  void aThreadInheritsNothingFromTheCallThatMakesRoomForIt() throws Exception {
    var seen = new CompletableFuture<String>();
    CallThread first = threads.take("first");
    first.take(
        () -> {
          Thread.currentThread().setPriority(Thread.MAX_PRIORITY);
          Thread.currentThread().setContextClassLoader(new ClassLoader("left", null) {});
          Thread.currentThread().interrupt();
          threads.giveBack(first, true);
          CallThread second = threads.take("first");
          second.take(() -> seen.complete(traits(Thread.currentThread())));
        });
    assertThat(seen.get()).isEqualTo("openmodal-call 5 null false true");
  }

  private static String traits(Thread thread) {
    return thread.getName()
        + " "
        + thread.getPriority()
        + " "
        + thread.getContextClassLoader()
        + " "
        + thread.isInterrupted()
        + " "
        + thread.isDaemon();
  }
}
