package dev.openmodal.process;

import dev.openmodal.DataSize;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.ResidentSize;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Looks at the resident size of children and ends those above their limit. */
final class ResidentWatch {
  private static final long PERIOD_MILLIS = 200;

  private final Map<ChildJvm, DataSize> limits = new ConcurrentHashMap<>();
  private @Nullable Thread thread;

  synchronized void add(ChildJvm child, DataSize limit) {
    limits.put(child, limit);
    child.onEnd(() -> limits.remove(child));
    if (thread == null) {
      thread = OwnThreads.daemon("openmodal-resident-watch", this::run);
      thread.start();
    }
  }

  synchronized void close() {
    limits.clear();
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        limits.forEach(ResidentWatch::check);
        Thread.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private static void check(ChildJvm child, DataSize limit) {
    OptionalLong pid = child.jvmPid();
    OptionalLong bytes =
        pid.isPresent() ? ResidentSize.ofProcess(pid.getAsLong()) : OptionalLong.empty();
    if (bytes.isPresent() && bytes.getAsLong() > limit.bytes()) {
      child.endForMemory(
          "its resident size of " + new DataSize(bytes.getAsLong()) + " passed " + limit);
    }
  }
}
