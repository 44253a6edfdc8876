package dev.openmodal.process;

import dev.openmodal.bridge.OwnThreads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what children write, soon after they have, by one thread for all of them. It is there
 * while there are children.
 */
final class LogPoller {
  private static final long BUSY_MILLIS = 1;
  private static final long QUIET_MILLIS = 20;

  private final Set<ChildJvm> children = ConcurrentHashMap.newKeySet();
  private @Nullable Thread thread;

  void add(ChildJvm child) {
    children.add(child);
    child.onEnd(() -> children.remove(child));
    synchronized (this) {
      if (thread == null) {
        thread = OwnThreads.daemon("openmodal-logs", this::run);
        thread.start();
      }
    }
  }

  private void run() {
    try {
      while (!endIfIdle()) {
        boolean isBusy = false;
        for (ChildJvm child : children) {
          isBusy |= child.pollLogs();
        }
        Thread.sleep(isBusy ? BUSY_MILLIS : QUIET_MILLIS);
      }
    } catch (InterruptedException e) {
      // by nobody but a debugger
    }
  }

  private synchronized boolean endIfIdle() {
    if (children.isEmpty()) {
      thread = null;
      return true;
    }
    return false;
  }
}
