package dev.openmodal.agent;

import dev.openmodal.wire.proto.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedClassLoader;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordedThreadGroup;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** What the threads of a call were about, again and again for some time: by Java's own recorder. */
final class SampleLook {
  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final Duration ROUGH_PERIOD = Duration.ofMillis(20);

  /** The recorder saw too little if that many times as much was seen without it. */
  private static final int TOO_LITTLE = 10;

  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_FRAMES = 512;
  private static final long LARGEST_RECORDING = 64L << 20;
  private static final Set<String> LOADERS_OF_JAVA = Set.of("bootstrap", "platform");

  private final CallRun run;
  private final Set<String> groups;
  private final boolean runsAlone;

  private SampleLook(CallRun run, boolean runsAlone) {
    this.run = run;
    this.groups = run.threads().stream().map(CallThread::groupName).collect(Collectors.toSet());
    this.runsAlone = runsAlone;
  }

  /**
   * Looks until the time is over, the call has ended, or it is stopped.
   *
   * @param runsAlone whether no other call can run here at the same time: then all user code that
   *     runs is the call's, also in a thread pool that was there before
   */
  static Samples at(CallRun run, boolean runsAlone, Duration time, CompletableFuture<Void> stop)
      throws Inspections.RefusedException, InterruptedException, IOException {
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      throw new Inspections.RefusedException(
          "its Java has no module jdk.jfr, which records what runs");
    }
    if (!FlightRecorder.isAvailable()) {
      throw new Inspections.RefusedException(
          "its Java does not let jdk.jfr record, as -XX:-FlightRecorder does");
    }
    return new SampleLook(run, runsAlone).look(time, stop);
  }

  private Samples look(Duration time, CompletableFuture<Void> stop)
      throws InterruptedException, IOException, Inspections.RefusedException {
    try (SampleRepository repository = SampleRepository.open(MOST_FRAMES, 2 * LARGEST_RECORDING);
        Recording recording = new Recording()) {
      recording.setMaxSize(LARGEST_RECORDING);
      recording.enable(SAMPLE).withPeriod(PERIOD);
      recording.start();
      long start = System.nanoTime();
      SafepointSamples rough = new SafepointSamples(run);
      boolean hasEnded = await(time, stop, rough);
      Instant end = Instant.now();
      long nanos = System.nanoTime() - start;
      recording.stop();
      CollapsedStacks stacks = new CollapsedStacks();
      if (!stop.isDone()) {
        Path file = repository.file();
        recording.dump(file);
        read(file, end, stacks);
      }
      boolean sawTooLittle = TOO_LITTLE * stacks.count() < rough.stacks().count();
      return Samples.newBuilder()
          .setCollapsed((sawTooLittle ? rough.stacks() : stacks).text(MOST_BYTES))
          .setPeriodMillis((sawTooLittle ? ROUGH_PERIOD : PERIOD).toMillis())
          .setAreAtSafepoints(sawTooLittle)
          .setRecordedNanos(nanos)
          .setHasEnded(hasEnded)
          .build();
    }
  }

  /** Whether the call has ended before the time was over. */
  private boolean await(Duration time, CompletableFuture<Void> stop, SafepointSamples rough)
      throws InterruptedException {
    CompletableFuture<?> early = CompletableFuture.anyOf(run.over(), stop);
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      try {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) + 1;
        early.get(Math.min(left, ROUGH_PERIOD.toMillis()), TimeUnit.MILLISECONDS);
        return run.over().isDone();
      } catch (TimeoutException e) {
        rough.look();
      } catch (ExecutionException e) {
        throw new IllegalStateException("neither fails", e);
      }
    }
    return false;
  }

  private void read(Path file, Instant end, CollapsedStacks stacks) throws IOException {
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        RecordedStackTrace trace = event.getStackTrace();
        if (event.getEventType().getName().equals(SAMPLE)
            && trace != null
            && !event.getStartTime().isAfter(end)) {
          StackTraceElement[] frames =
              trace.getFrames().stream().map(SampleLook::frame).toArray(StackTraceElement[]::new);
          if (isOfTheCall(event.getThread("sampledThread"), frames)) {
            stacks.add(frames, trace.isTruncated());
          }
        }
      }
    }
  }

  private boolean isOfTheCall(@Nullable RecordedThread thread, StackTraceElement[] frames) {
    RecordedThreadGroup group = thread == null ? null : thread.getThreadGroup();
    while (group != null) {
      if (groups.contains(group.getName())) {
        return true;
      }
      group = group.getParent();
    }
    return runsAlone && List.of(frames).stream().anyMatch(UserFrames::isUser);
  }

  private static StackTraceElement frame(RecordedFrame from) {
    RecordedClass type = from.getMethod().getType();
    RecordedClassLoader loader = type.getClassLoader();
    String loaderName = loader == null ? "bootstrap" : loader.getName();
    boolean isOfJava = loaderName != null && LOADERS_OF_JAVA.contains(loaderName);
    return new StackTraceElement(
        null,
        isOfJava ? "java.base" : null,
        null,
        type.getName(),
        from.getMethod().getName(),
        null,
        from.getLineNumber());
  }
}
