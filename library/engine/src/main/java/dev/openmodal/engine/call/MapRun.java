package dev.openmodal.engine.call;

import dev.openmodal.CodeSpec;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.Outcome;
import dev.openmodal.Retries;
import dev.openmodal.bridge.MapHandle;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.engine.cell.MapStrip;
import dev.openmodal.engine.log.CallLog;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.output.Progress;
import dev.openmodal.engine.output.Screen;
import dev.openmodal.engine.pool.CallLine;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Pool;
import dev.openmodal.wire.proto.Threw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One map: a thread of its own takes inputs from the source, some way ahead of the results that
 * were taken, and gives them to the pool; results wait here, encoded, for whoever takes them.
 */
final class MapRun implements MapHandle {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final MapInputs inputs;
  private final Pool pool;
  private final CallLine line;
  private final Screen screen;
  private final CallRegister calls;
  private final CallRegister.Entry entry;
  private final Function<CallLog, MapOutput> outputs;
  private final MapOutput output;
  private final Progress progress;
  private final @Nullable MapView view;
  private final Completions completions;
  private final MapCounts counts = new MapCounts();
  private final Map<Long, MapInput> underWay = new ConcurrentHashMap<>();
  private final EndedInputs ends = new EndedInputs(counts);
  private final AtomicBoolean isEnded = new AtomicBoolean();
  private final Thread pump;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread taker;

  /**
   * @param calls in which it is registered
   * @param outputs make of its log what its inputs print to
   */
  MapRun(
      MapInputs inputs,
      Screen screen,
      CallRegister calls,
      Function<CallLog, MapOutput> outputs,
      Completions completions) {
    this.inputs = inputs;
    this.screen = screen;
    this.calls = calls;
    this.outputs = outputs;
    entry = calls.open(CallState.Kind.MAP);
    output = outputs.apply(entry.log());
    this.completions = completions;
    pool = inputs.code().pool();
    progress = new Progress(screen, () -> counts(running()));
    view =
        Notebooks.current()
            .map(notebook -> new MapView(this, notebook.cell(), completions, screen))
            .orElse(null);
    line = pool.openLine();
    pump = OwnThreads.daemon("openmodal-map", this::pump);
  }

  void start() {
    entry.begins(this::state);
    pump.start();
    if (view != null) {
      view.start();
    }
  }

  private CodeSpec spec() {
    return inputs.code().spec();
  }

  // The source.

  private void pump() {
    Thread.currentThread().setContextClassLoader(inputs.code().loader());
    try {
      while (!counts.isClosed() && inputs.source().hasNext()) {
        Object value = inputs.source().next();
        if (counts.isClosed()) {
          break;
        }
        MapInput input = new MapInput(this, counts.pulled(), value);
        underWay.put(input.index(), input);
        counts.pulledOne();
        if (view != null) {
          view.taken(input);
        }
        submit(input);
        awaitRoom();
      }
    } catch (Throwable e) { // of the source: what it gave so far goes on
      if (!counts.isClosed()) {
        failure = e;
      }
    } finally {
      counts.exhausted();
      endIfOver();
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
    input.runBy(execution);
    give(input, execution);
  }

  private void give(MapInput input, Execution execution) {
    if (!counts.isClosed()) {
      pool.submitSoon(execution, line, inputs.code().window());
    }
    if (counts.isClosed()) { // now or before: the close may not have seen it
      pool.cancel(execution);
      over(input, null, cancelled());
    }
  }

  private void awaitRoom() {
    while (!counts.isClosed() && !counts.hasRoom()) {
      LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
      if (Thread.interrupted() && counts.isClosed()) {
        return;
      }
    }
  }

  // The ends.

  /** Takes so many bytes more of the memory that the map may use, or less where negative. */
  void hold(long bytes) {
    counts.hold(bytes);
  }

  /** On any thread. */
  void ended(MapInput input, Execution.Ended end) {
    if (end.end() instanceof Execution.NoWorker none && !counts.isClosed()) {
      failure = none.error();
      over(input, end, null);
      close(none.error());
    } else if (isStopped(input, end)) { // with its map, or all that runs was stopped
      over(input, null, cancelled());
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
    if (before == null || counts.isClosed() || !isWorthIt(end, before)) {
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
    if (underWay.get(input.index()) == null || !input.isOver(end, why)) {
      if (end != null) {
        end.end().drop();
      }
      return;
    }
    ends.add(input);
    underWay.remove(input.index()); // after it has come to the ends, as one of the two has it
    MapStrip.End how = how(input, end, why);
    if (view != null) {
      view.ended(input, how, end, why);
    }
    counts.endedOne(how);
    endIfOver();
    wake();
    if (counts.hasFailures() && spec().options().failures().failFast()) {
      close();
    }
  }

  private static MapStrip.End how(
      MapInput input, Execution.@Nullable Ended end, @Nullable Throwable why) {
    if (end != null && end.end() instanceof Execution.Returned) {
      return MapStrip.End.DONE;
    }
    boolean isStopped =
        end == null
            ? why instanceof OpenModalException e && e.code() == ErrorCode.CANCELLED
            : isStopped(input, end);
    return isStopped ? MapStrip.End.STOPPED : MapStrip.End.FAILED;
  }

  private static boolean isStopped(MapInput input, Execution.Ended end) {
    Execution last = input.execution();
    return end.end() instanceof Execution.Failed failed
        && failed.threw().getReason() == Threw.Reason.CANCELLED
        && last != null
        && !last.isTimedOut();
  }

  private void endIfOver() {
    if (counts.isOver() && !isEnded.getAndSet(true)) {
      completions.execute(
          () -> {
            entry.ends();
            output.end();
          });
    }
  }

  private void wake() {
    LockSupport.unpark(taker);
    LockSupport.unpark(pump);
  }

  // The results.

  @Override
  public @Nullable Outcome<@Nullable Object, @Nullable Object> next(boolean handsOut) {
    return take(ends::takeFirst, handsOut);
  }

  @Override
  public @Nullable Outcome<@Nullable Object, @Nullable Object> nextFrom(long place) {
    return take(() -> ends.takeFrom(place, underWay), true);
  }

  private @Nullable Outcome<@Nullable Object, @Nullable Object> take(
      Supplier<@Nullable MapInput> look, boolean handsOut) {
    boolean hasLeft = true;
    try {
      while (true) {
        taker = Thread.currentThread();
        if (Thread.interrupted()) {
          Thread.currentThread().interrupt();
          throw cancelled();
        }
        boolean isLast = counts.isOver();
        MapInput next = look.get();
        if (next != null || isLast) {
          LockSupport.unpark(pump);
          hasLeft = false;
          if (handsOut || next == null || spec().options().failures().failFast()) {
            progress.end();
          } else {
            progress.tick();
          }
          if (next == null) {
            finishView();
            return null;
          }
          return next.outcome(inputs);
        }
        progress.tick();
        LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
      }
    } finally {
      taker = null;
      if (hasLeft) {
        progress.end();
        close(); // this thread is leaving, stopped by whoever runs it
        finishView();
      }
    }
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void awaitSettled(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!counts.isSettled()
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, LOOK_AGAIN.toNanos() / 10);
    }
  }

  @Override
  public void abandon() {
    ends.abandon();
    LockSupport.unpark(pump);
  }

  @Override
  public void close() {
    close(null);
  }

  /**
   * @param why what all that has not ended ends with; null: it is stopped
   */
  private void close(@Nullable Throwable why) {
    if (counts.isOver() || counts.isClosed()) {
      return;
    }
    counts.closed();
    pump.interrupt();
    List<Execution> running = new ArrayList<>();
    for (MapInput input : underWay.values()) {
      Execution execution = input.execution();
      if (execution != null) {
        running.add(execution);
      }
    }
    pool.cancelAll(line, running);
    Throwable error = why == null ? cancelled() : why;
    for (MapInput input : new ArrayList<>(underWay.values())) {
      over(input, null, error);
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
    MapRun again = new MapRun(inputs.with(values.iterator()), screen, calls, outputs, completions);
    again.start();
    return again;
  }

  // What is shown.

  String title() {
    return "map of app " + spec().app();
  }

  boolean isOver() {
    return counts.isOver();
  }

  /** A kernel's sockets do not bear a thread that is interrupted; then it is drawn on another. */
  private void finishView() {
    if (view != null && counts.isOver() && !Thread.currentThread().isInterrupted()) {
      view.finish();
    }
  }

  /** How far it is, where those inputs run. */
  Progress.State counts(long[] running) {
    return counts.state(pool.workers(), pool.starting(), running.length);
  }

  /** How many of them wait for a worker that starts. */
  long starting(Progress.State counts) {
    long places = (long) counts.starting() * spec().options().scaling().concurrency();
    return Math.min(counts.waiting(), places);
  }

  /** The places of the inputs that run now. */
  long[] running() {
    Set<Long> calls = pool.running();
    return underWay.values().stream()
        .filter(input -> input.execution() != null && calls.contains(input.execution().id()))
        .mapToLong(MapInput::index)
        .toArray();
  }

  /** What the input's code has thrown, or what else was the end of it. */
  Throwable failure(MapInput input, Execution.Ended end) {
    Execution execution = input.execution();
    if (execution == null) {
      throw new IllegalStateException("it has not run");
    }
    Thread.currentThread().setContextClassLoader(inputs.code().loader());
    try {
      inputs.code().results().read(end, execution);
      throw new IllegalStateException("it has not failed");
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  MapOutput output() {
    return output;
  }

  @Override
  public String logs() {
    return output.text();
  }

  @Override
  public String describe() {
    return counts.describe(spec().app());
  }

  private CallState state() {
    boolean isFailure =
        failure != null || (spec().options().failures().failFast() && counts.hasFailures());
    return counts.state(entry.id(), spec().app(), isFailure, entry.log().printed());
  }
}
