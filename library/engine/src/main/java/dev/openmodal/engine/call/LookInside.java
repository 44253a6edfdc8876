package dev.openmodal.engine.call;

import dev.openmodal.ErrorCode;
import dev.openmodal.HeapHistogram;
import dev.openmodal.OpenModalException;
import dev.openmodal.Profile;
import dev.openmodal.ThreadDump;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Inspection;
import dev.openmodal.wire.proto.Heap;
import dev.openmodal.wire.proto.Inspect;
import dev.openmodal.wire.proto.Inspected;
import dev.openmodal.wire.proto.Samples;
import dev.openmodal.wire.proto.ThreadState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be seen of a spawned call while it runs. */
final class LookInside {
  private static final Pattern STACK = Pattern.compile("(.+) (\\d{1,18})");

  private final Supplier<CallState> state;
  private final Supplier<Execution> execution;

  /**
   * @param state how the call stands
   * @param execution its last attempt
   */
  LookInside(Supplier<CallState> state, Supplier<Execution> execution) {
    this.state = state;
    this.execution = execution;
  }

  ThreadDump threads() {
    Execution looked = execution.get();
    Inspected seen = look(looked, new Inspection(Inspect.Kind.THREADS, Duration.ZERO));
    return new ThreadDump(
        state.get().name(),
        looked.workerName(),
        seen.getThreads().getThreadsList().stream().map(LookInside::thread).toList(),
        seen.getThreads().getLeftOut());
  }

  Profile profile(Duration time) {
    Execution looked = execution.get();
    Samples seen = look(looked, new Inspection(Inspect.Kind.SAMPLES, time)).getSamples();
    return new Profile(
        state.get().name(),
        looked.workerName(),
        Duration.ofMillis(seen.getPeriodMillis()),
        Duration.ofNanos(seen.getRecordedNanos()),
        seen.getHasEnded(),
        seen.getAreAtSafepoints(),
        stacks(seen.getCollapsed().toStringUtf8()));
  }

  private static List<Profile.Stack> stacks(String collapsed) {
    return collapsed
        .lines()
        .map(STACK::matcher)
        .filter(Matcher::matches) // whatever a worker says
        .map(
            line ->
                new Profile.Stack(List.of(line.group(1).split(";")), Long.parseLong(line.group(2))))
        .toList();
  }

  HeapHistogram heap() {
    Execution looked = execution.get();
    Heap seen = look(looked, new Inspection(Inspect.Kind.HEAP, Duration.ZERO)).getHeap();
    return new HeapHistogram(
        state.get().name(),
        looked.workerName(),
        seen.getRowsList().stream()
            .map(
                row ->
                    new HeapHistogram.HeapClass(
                        row.getClassName(),
                        Math.max(0, row.getInstances()), // whatever a worker says
                        Math.max(0, row.getBytes())))
            .toList(),
        seen.getLeftOut(),
        Math.max(0, seen.getInstances()),
        Math.max(0, seen.getBytes()),
        HeapHistogram.USUALLY_SHOWN);
  }

  private static ThreadDump.WorkerThread thread(ThreadState of) {
    return new ThreadDump.WorkerThread(
        of.getId(),
        of.getName(),
        switch (of.getRole()) {
          case RUNS_THE_CALL -> ThreadDump.Role.RUNS_THE_CALL;
          case OF_THE_CALL -> ThreadDump.Role.OF_THE_CALL;
          default -> ThreadDump.Role.OTHER;
        },
        Stream.of(Thread.State.values()).filter(s -> s.name().equals(of.getState())).findFirst(),
        of.getIsVirtual(),
        of.getLock(),
        of.getLockOwner(),
        of.getLockOwnerName(),
        of.getIsDeadlocked(),
        of.getFramesList().stream().map(LookInside::frame).toList(),
        of.getFramesLeftOut(),
        of.getFramesList().stream().flatMap(frame -> frame.getLockedList().stream()).toList());
  }

  private static StackTraceElement frame(ThreadState.Frame of) {
    return new StackTraceElement(
        null,
        given(of.getModule()),
        null,
        of.getClassName(),
        of.getMethod(),
        given(of.getFile()),
        of.getLine());
  }

  private static @Nullable String given(String text) {
    return text.isEmpty() ? null : text;
  }

  private Inspected look(Execution looked, Inspection inspection) {
    try {
      return seen(looked, inspection);
    } catch (OpenModalException e) {
      StackTraces.trimOwn(e);
      throw e;
    }
  }

  private Inspected seen(Execution looked, Inspection inspection) {
    CallState before = state.get();
    if (before.isOver()) {
      throw over(before);
    }
    Optional<Inspected> seen = inspection.of(looked, before.name());
    if (seen.isPresent()) {
      return seen.get();
    }
    CallState now = state.get();
    throw now.isOver()
        ? over(now)
        : new OpenModalException(
            ErrorCode.NOT_RUNNING,
            sentence(now.name())
                + " has not started, or is just ending: there is nothing to look into. Ask again"
                + " once it runs.");
  }

  private static OpenModalException over(CallState state) {
    return new OpenModalException(
        ErrorCode.NOT_RUNNING,
        sentence(state.line())
            + ". Only a call that runs can be looked into: spawn it again, and look meanwhile.");
  }

  private static String sentence(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
