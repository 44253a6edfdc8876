package dev.openmodal.agent;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the threads of a call were about whenever they could be stopped: less exact than Java's
 * recorder, which before Java 25 sees nothing of some code, such as that of Math.sin. A thread
 * counts if it has used the processor since it was last looked at.
 */
final class SafepointSamples {
  private static final int MOST_FRAMES = 512;

  private final CallRun run;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> used = new HashMap<>();
  private final CollapsedStacks stacks = new CollapsedStacks();

  SafepointSamples(CallRun run) {
    this.run = run;
  }

  CollapsedStacks stacks() {
    return stacks;
  }

  /** Looks once. */
  void look() {
    if (!threads.isThreadCpuTimeSupported()) {
      return;
    }
    long[] ids =
        run.threads().stream()
            .flatMap(each -> Stream.concat(Stream.of(each.thread()), each.started().stream()))
            .mapToLong(Thread::getId)
            .filter(this::hasRun)
            .toArray();
    if (ids.length == 0) {
      return;
    }
    for (ThreadInfo info : threads.getThreadInfo(ids, MOST_FRAMES)) {
      if (info != null && info.getThreadState() == Thread.State.RUNNABLE) {
        StackTraceElement[] frames = info.getStackTrace();
        stacks.add(frames, frames.length == MOST_FRAMES);
      }
    }
  }

  private boolean hasRun(long id) {
    long now = threads.getThreadCpuTime(id);
    Long before = used.put(id, now);
    return before != null && now > before;
  }
}
