package dev.openmodal.engine.call;

import dev.openmodal.CodeSpec;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.Outcome;
import dev.openmodal.Retries;
import dev.openmodal.bridge.MapHandle;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.engine.output.OutputPrinter;
import dev.openmodal.engine.output.Progress;
import dev.openmodal.engine.output.Screen;
import dev.openmodal.engine.pool.CallLine;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One map: a thread of its own takes inputs from the source, some way ahead of the results that
 * were taken, and gives them to the pool; results wait here, encoded, for whoever takes them.
 */
final class MapRun implements MapHandle {
  /** So many inputs are given to the pool at a time. */
  private static final int MOST_UNDER_WAY = 4096;

  /** So far is the source ahead of the results that were taken. */
  private static final int MOST_AHEAD = 8192;

  /** So much is kept here of inputs that were taken from the source and results that were not. */
  private static final long MOST_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final MapInputs inputs;
  private final Pool pool;
  private final CallLine line;
  private final Screen screen;
  private final OutputPrinter printer;
  private final Progress progress;
  private final Completions completions;
  private final Map<Long, MapInput> underWay = new ConcurrentHashMap<>();
  private final Queue<MapInput> ready = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Thread pump;
  private final long start = System.nanoTime();
  private final AtomicLong pulled = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private volatile boolean isExhausted;
  private volatile boolean isClosed;
  private volatile boolean isAbandoned;
  private volatile long endedAt;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread taker;

  MapRun(MapInputs inputs, Screen screen, OutputPrinter printer, Completions completions) {
    this.inputs = inputs;
    this.screen = screen;
    this.printer = printer;
    progress = new Progress(screen, this::state);
    this.completions = completions;
    pool = inputs.code().pool();
    line = pool.openLine();
    pump = OwnThreads.daemon("openmodal-map", this::pump);
  }

  void start() {
    pump.start();
  }

  private CodeSpec spec() {
    return inputs.code().spec();
  }

  // The source.

  private void pump() {
    Thread.currentThread().setContextClassLoader(inputs.code().loader());
    try {
      while (!isClosed && inputs.source().hasNext()) {
        Object value = inputs.source().next();
        if (isClosed) {
          break;
        }
        MapInput input = new MapInput(this, pulled.get(), value);
        underWay.put(input.index(), input);
        pulled.incrementAndGet();
        submit(input);
        awaitRoom();
      }
    } catch (Throwable e) { // of the source: what it gave so far goes on
      if (!isClosed) {
        failure = e;
      }
    } finally {
      isExhausted = true;
      noteEnd();
      wake();
    }
  }

  private void submit(MapInput input) {
    Execution execution;
    try {
      execution = inputs.encode(input);
    } catch (RuntimeException | Error e) {
      over(input, null, e);
      return;
    }
    bytes.addAndGet(execution.size());
    input.runBy(execution);
    give(input, execution);
  }

  private void give(MapInput input, Execution execution) {
    if (!isClosed) {
      pool.submitSoon(execution, line, inputs.code().window());
    }
    if (isClosed) { // now or before: the close may not have seen it
      pool.cancel(execution);
      over(input, null, cancelled());
    }
  }

  private void awaitRoom() {
    while (!isClosed && !hasRoom()) {
      LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
      if (Thread.interrupted() && isClosed) {
        return;
      }
    }
  }

  private boolean hasRoom() {
    return pulled.get() - ended.get() < MOST_UNDER_WAY
        && (isAbandoned || pulled.get() - taken.get() < MOST_AHEAD)
        && (bytes.get() < MOST_BYTES || pulled.get() == taken.get());
  }

  // The ends.

  /** On any thread. */
  void ended(MapInput input, Execution.Ended end) {
    if (end.end() instanceof Execution.NoWorker none && !isClosed) {
      failure = none.error();
      over(input, end, null);
      close();
    } else if (ResultReader.isOwnFailure(end) && input.failedOnce() <= retries().count()) {
      completions.execute(() -> runAgain(input, end));
    } else {
      over(input, end, null);
    }
  }

  private Retries retries() {
    return spec().options().failures().retries();
  }

  private void runAgain(MapInput input, Execution.Ended end) {
    Execution before = input.execution();
    if (before == null || isClosed || !isWorthIt(end, before)) {
      over(input, end, null);
      return;
    }
    completions.after(
        retries().delayAfter(input.failures()),
        () -> {
          Execution again = before.again(input);
          input.runBy(again);
          give(input, again);
        });
  }

  private boolean isWorthIt(Execution.Ended end, Execution execution) {
    try {
      return retries().isFor(inputs.code().results().failure(end, execution));
    } catch (Throwable e) { // of the user's own predicate
      return false;
    }
  }

  /** Whatever happens to it further, it is over. */
  private void over(MapInput input, Execution.@Nullable Ended end, @Nullable Throwable why) {
    if (underWay.remove(input.index()) == null) {
      if (end != null && end.end() instanceof Execution.Returned late) {
        late.value().close();
      }
      return;
    }
    Execution execution = input.execution();
    if (execution != null) {
      bytes.addAndGet(-execution.size());
    }
    input.isOver(end, why);
    if (end == null || !(end.end() instanceof Execution.Returned)) {
      failed.incrementAndGet();
    }
    if (isAbandoned) {
      drop(input);
    } else {
      bytes.addAndGet(size(input));
      ready.add(input);
      if (isAbandoned && ready.remove(input)) {
        drop(input);
      }
    }
    ended.incrementAndGet();
    noteEnd();
    wake();
    if (failed.get() > 0 && spec().options().failures().failFast()) {
      close();
    }
  }

  private void noteEnd() {
    if (isOver()) {
      endedAt = System.nanoTime();
    }
  }

  private static long size(MapInput input) {
    Execution.Ended end = input.ended();
    return end != null && end.end() instanceof Execution.Returned returned
        ? returned.value().sizeInMemory()
        : 0;
  }

  private static void drop(MapInput input) {
    Execution.Ended end = input.ended();
    if (end != null && end.end() instanceof Execution.Returned returned) {
      returned.value().close();
    }
  }

  private void wake() {
    LockSupport.unpark(taker);
    LockSupport.unpark(pump);
  }

  // The results.

  @Override
  public @Nullable Outcome<@Nullable Object, @Nullable Object> next() {
    boolean hasLeft = true;
    try {
      while (true) {
        taker = Thread.currentThread();
        if (Thread.interrupted()) {
          Thread.currentThread().interrupt();
          throw cancelled();
        }
        MapInput next = ready.poll();
        if (next != null) {
          taken.incrementAndGet();
          bytes.addAndGet(-size(next));
          LockSupport.unpark(pump);
          hasLeft = false;
          progress.end();
          return outcome(next);
        }
        if (isOver() && ready.isEmpty()) {
          hasLeft = false;
          progress.end();
          return null;
        }
        progress.tick();
        LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
      }
    } finally {
      taker = null;
      if (hasLeft) {
        progress.end();
        close(); // this thread is leaving, stopped by whoever runs it
      }
    }
  }

  private boolean isOver() {
    return (isExhausted || isClosed) && ended.get() == pulled.get();
  }

  private Outcome<@Nullable Object, @Nullable Object> outcome(MapInput input) {
    Object value = null;
    Throwable error = input.refusal();
    Execution.Ended end = input.ended();
    Execution execution = input.execution();
    long runNanos = 0;
    String worker = "";
    if (end != null && execution != null) {
      worker = end.worker();
      runNanos = runNanos(end);
      try {
        value = inputs.code().results().read(end, execution);
      } catch (Throwable e) {
        error = e;
      }
    }
    return new Outcome<@Nullable Object, @Nullable Object>(
        input.index(),
        input.value(),
        value,
        error,
        new Outcome.Details(
            input.attempts(),
            worker,
            Duration.ofNanos(Math.max(0, input.nanos() - runNanos)),
            Duration.ofNanos(runNanos)),
        () -> inputs.runHere(input.value()));
  }

  private static long runNanos(Execution.Ended end) {
    if (end.end() instanceof Execution.Returned returned) {
      return returned.runNanos();
    }
    return end.end() instanceof Execution.Failed failed
        ? Math.max(0, failed.threw().getRunNanos())
        : 0;
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void awaitSettled(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!isSettled() && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, LOOK_AGAIN.toNanos() / 10);
    }
  }

  private boolean isSettled() {
    return isOver() || (!isExhausted && !hasRoom() && pulled.get() == ended.get());
  }

  private Progress.State state() {
    int workers = pool.workers();
    long open = pulled.get() - ended.get();
    long running = Math.min(open, (long) workers * spec().options().scaling().concurrency());
    return new Progress.State(
        ended.get() - failed.get(),
        failed.get(),
        running,
        open - running,
        isExhausted,
        workers,
        System.nanoTime() - start);
  }

  @Override
  public void abandon() {
    isAbandoned = true;
    for (MapInput input = ready.poll(); input != null; input = ready.poll()) {
      drop(input);
    }
    LockSupport.unpark(pump);
  }

  @Override
  public void close() {
    if (isOver() || isClosed) {
      return;
    }
    isClosed = true;
    pump.interrupt();
    List<Execution> running = new ArrayList<>();
    for (MapInput input : underWay.values()) {
      Execution execution = input.execution();
      if (execution != null) {
        running.add(execution);
      }
    }
    pool.cancelAll(line, running);
    Throwable why = failure != null ? failure : cancelled();
    for (MapInput input : new ArrayList<>(underWay.values())) {
      over(input, null, why);
    }
  }

  private OpenModalException cancelled() {
    return inputs
        .code()
        .results()
        .fromHere(
            new OpenModalException(
                ErrorCode.CANCELLED,
                "The map of app "
                    + spec().app()
                    + " was stopped before this input was done. outcomes().failed().rerun() runs it"
                    + " again."));
  }

  @Override
  public MapHandle again(Iterable<?> values) {
    MapRun again = new MapRun(inputs.with(values.iterator()), screen, printer, completions);
    again.start();
    return again;
  }

  // What is shown.

  void print(boolean error, byte[] lines, Execution.@Nullable Output output) {
    if (output != null) {
      int shown = output.bytes().length;
      printer.print(error, lines, printed -> output.taken().accept(shown));
    } else if (lines.length > 0) {
      printer.print(error, lines, printed -> {});
    }
  }

  boolean isBehind() {
    return printer.isBehind();
  }

  @Override
  public String describe() {
    long now = isOver() ? endedAt : System.nanoTime();
    long done = ended.get() - failed.get();
    StringBuilder text = new StringBuilder();
    text.append("map of app ")
        .append(spec().app())
        .append(": ")
        .append(pulled.get())
        .append(" inputs");
    text.append(isExhausted ? "" : " so far").append(", ").append(done).append(" done");
    text.append(failed.get() == 0 ? "" : ", " + failed.get() + " failed");
    if (!isOver()) {
      text.append(", ").append(pulled.get() - ended.get()).append(" under way");
    }
    text.append(isOver() ? " in " : " after ");
    text.append(Durations.text(Duration.ofNanos(now - start)));
    if (!isExhausted && pulled.get() - taken.get() >= MOST_AHEAD) {
      text.append("; goes on when results are taken");
    }
    return text.toString();
  }
}
