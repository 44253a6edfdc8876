package dev.openmodal.agent;

import dev.openmodal.wire.proto.ThreadState;
import dev.openmodal.wire.proto.ThreadStates;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What the threads of user code are about at one moment. */
final class ThreadLook {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_FRAMES = 256;
  private static final int LONGEST_NAME = 500;

  private final Map<Long, ThreadState.Role> roles = new HashMap<>();
  private final Set<Long> ofCalls;
  private final ThreadState.Role ofVirtual;
  private final Set<Long> deadlocked = new HashSet<>();

  /**
   * @param runsAlone whether no other call can run here at the same time
   */
  private ThreadLook(CallRun run, boolean runsAlone) {
    ofVirtual = runsAlone ? ThreadState.Role.OF_THE_CALL : ThreadState.Role.OTHER;
    for (CallThread each : run.threads()) {
      roles.put(each.thread().getId(), ThreadState.Role.RUNS_THE_CALL);
      each.started().forEach(thread -> roles.put(thread.getId(), ThreadState.Role.OF_THE_CALL));
    }
    ofCalls = CallThreads.all().stream().map(Thread::getId).collect(Collectors.toSet());
  }

  /** Those of the call first. */
  static ThreadStates at(CallRun run, boolean runsAlone) throws Inspections.RefusedException {
    if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
      throw new Inspections.RefusedException("its Java has no module java.management");
    }
    return new ThreadLook(run, runsAlone).look(ManagementFactory.getThreadMXBean());
  }

  private ThreadStates look(ThreadMXBean threads) {
    long[] stuck = threads.findDeadlockedThreads();
    if (stuck != null) {
      LongStream.of(stuck).forEach(deadlocked::add);
    }
    List<ThreadState> states = new ArrayList<>();
    for (ThreadInfo info : threads.dumpAllThreads(true, true)) {
      if (info != null && isOfUserCode(info)) {
        states.add(state(info));
      }
    }
    VirtualThreads.all(ofVirtual).forEach(states::add);
    states.sort(Comparator.comparing(ThreadState::getRole)); // in the order of their start, else
    return bounded(states);
  }

  private boolean isOfUserCode(ThreadInfo info) {
    long id = info.getThreadId();
    return roles.containsKey(id)
        || (ofCalls.contains(id) && !isIdle(info))
        || Arrays.stream(info.getStackTrace()).anyMatch(UserFrames::isUser);
  }

  /** A thread that waits for its next call. */
  private static boolean isIdle(ThreadInfo info) {
    return Arrays.stream(info.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(CallThread.class.getName()))
        && Arrays.stream(info.getStackTrace()).noneMatch(UserFrames::isUser);
  }

  private ThreadState state(ThreadInfo info) {
    StackTraceElement[] frames = UserFrames.withoutFoot(info.getStackTrace());
    LockInfo lock = info.getLockInfo();
    ThreadState.Builder state =
        ThreadState.newBuilder()
            .setId(info.getThreadId())
            .setName(shortened(info.getThreadName()))
            .setRole(roles.getOrDefault(info.getThreadId(), ThreadState.Role.OTHER))
            .setState(info.getThreadState().name())
            .setLock(lock == null ? "" : shortened(lock.toString()))
            .setLockOwner(Math.max(0, info.getLockOwnerId()))
            .setLockOwnerName(shortened(info.getLockOwnerName()))
            .setIsDeadlocked(deadlocked.contains(info.getThreadId()))
            .setFramesLeftOut(Math.max(0, frames.length - MOST_FRAMES));
    for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
      if (UserFrames.isHidden(frames[i])) {
        continue;
      }
      ThreadState.Frame.Builder frame = frame(frames[i]);
      for (MonitorInfo monitor : info.getLockedMonitors()) {
        if (monitor.getLockedStackDepth() == i) {
          frame.addLocked(shortened(monitor.toString()));
        }
      }
      state.addFrames(frame);
    }
    return state.build();
  }

  static ThreadState.Frame.Builder frame(StackTraceElement from) {
    return ThreadState.Frame.newBuilder()
        .setClassName(shortened(from.getClassName()))
        .setMethod(shortened(from.getMethodName()))
        .setFile(shortened(from.getFileName()))
        .setLine(from.getLineNumber())
        .setModule(shortened(from.getModuleName()));
  }

  static String shortened(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
  }

  private static ThreadStates bounded(List<ThreadState> states) {
    ThreadStates.Builder all = ThreadStates.newBuilder();
    long bytes = 0;
    for (ThreadState state : states) {
      bytes += state.getSerializedSize() + 8;
      if (bytes > MOST_BYTES) {
        return all.setLeftOut(states.size() - all.getThreadsCount()).build();
      }
      all.addThreads(state);
    }
    return all.build();
  }
}
