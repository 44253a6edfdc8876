package dev.openmodal.engine.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.bridge.Notebook;
import dev.openmodal.engine.cell.CallsLine;
import dev.openmodal.engine.output.CallState.Phase;
import dev.openmodal.engine.pool.Execution;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a cell of a notebook shows of the calls that it has made: one line, above what they print,
 * or once they take longer than half a second; redrawn at most four times a second, and when a
 * snippet of a cell ends. Calls that are over soon and print nothing show nothing.
 *
 * <p>Whoever begins or ends a call waits for no kernel: it may hold locks of the user's, such as
 * that of {@code System.out}.
 */
final class CallsView {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration FIRST_OF_WHOLE_CELL = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int MOST_APPS = 3;

  private final Notebook.Cell cell;
  private final BiConsumer<Duration, Runnable> later;
  private final Consumer<Throwable> failed;
  private final long start = System.nanoTime();

  @GuardedBy("this")
  private final Map<Phase, Integer> ended = new EnumMap<>(Phase.class);

  @GuardedBy("this")
  private final Set<String> apps = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Set<Call> open = new LinkedHashSet<>();

  @GuardedBy("this")
  private String lastWorker = "";

  @GuardedBy("this")
  private long lastEnd = start;

  /** How many calls have begun and ended. */
  @GuardedBy("this")
  private long changes;

  @GuardedBy("this")
  private boolean isTicking;

  /** Held while the kernel is asked to show something; never waited for with the lock of this. */
  private final ReentrantLock drawing = new ReentrantLock();

  private final AtomicBoolean isToBeDrawn = new AtomicBoolean();

  @GuardedBy("drawing")
  private Notebook.@Nullable Shown shown;

  @GuardedBy("drawing")
  private Map<String, String> last = Map.of();

  private volatile boolean isShown;
  private volatile boolean isBroken;
  private volatile long nextDraw = start;

  /**
   * @param later runs something after that time, on a thread that may wait
   * @param failed is told why it cannot be shown; it is not tried again
   */
  CallsView(Notebook.Cell cell, BiConsumer<Duration, Runnable> later, Consumer<Throwable> failed) {
    this.cell = cell;
    this.later = later;
    this.failed = failed;
  }

  boolean isOf(Notebook.Cell other) {
    return cell.equals(other);
  }

  /**
   * A call begins.
   *
   * @param isWholeCell whether it is all that the cell does, which then shows what it would without
   *     us, unless it takes three seconds
   */
  Call begin(String app, boolean isWholeCell) {
    Call call = new Call(isWholeCell);
    synchronized (this) {
      if (apps.size() < MOST_APPS) {
        apps.add(app);
      }
      open.add(call);
      changes++;
    }
    tickLater(isWholeCell ? FIRST_OF_WHOLE_CELL : FIRST);
    return call;
  }

  private void tickLater(Duration first) {
    synchronized (this) {
      if (isTicking || isBroken) {
        return;
      }
      isTicking = true;
    }
    later.accept(isShown ? PAUSE : first, this::tick);
  }

  private void tick() {
    boolean goesOn;
    long seen;
    synchronized (this) {
      goesOn = !open.isEmpty();
      seen = changes;
    }
    if (isShown || goesOn) {
      draw();
    }
    synchronized (this) { // what has changed since has asked for no tick of its own
      isTicking = (!open.isEmpty() || changes != seen) && !isBroken;
      goesOn = isTicking;
    }
    if (goesOn) {
      later.accept(PAUSE, this::tick);
    }
  }

  /** A snippet has ended, which may be the last of its cell: what is shown is right then. */
  void snippetEnded() {
    if (isShown && !Thread.currentThread().isInterrupted()) {
      draw();
    }
  }

  /** By this thread, or by the one that draws now. */
  private void draw() {
    isToBeDrawn.set(true);
    while (isToBeDrawn.get() && drawing.tryLock()) {
      try {
        if (isToBeDrawn.getAndSet(false)) {
          drawNow();
        }
      } finally {
        drawing.unlock();
      }
    }
  }

  @GuardedBy("drawing")
  private void drawNow() {
    if (isBroken) {
      return;
    }
    try {
      Map<String, String> now = CallsLine.content(moment());
      if (shown == null) {
        shown = cell.show(now);
        isShown = true;
      } else if (!now.equals(last)) {
        shown.replace(now);
      }
      last = now;
      nextDraw = System.nanoTime() + PAUSE.toNanos();
    } catch (RuntimeException | LinkageError e) { // of a kernel that is other than we know it
      isBroken = true;
      later.accept(Duration.ZERO, () -> failed.accept(e));
    }
  }

  private synchronized CallsLine.Moment moment() {
    Map<Phase, Integer> counts = new EnumMap<>(ended);
    List<Execution> running =
        Execution.running(
            open.stream().map(call -> call.execution).filter(Objects::nonNull).toList());
    int waiting = open.size() - running.size();
    if (!running.isEmpty()) {
      counts.put(Phase.RUNNING, running.size());
    }
    if (waiting > 0) {
      counts.put(Phase.WAITING, waiting);
    }
    String worker =
        open.isEmpty()
            ? lastWorker
            : running.isEmpty() ? "" : running.get(running.size() - 1).workerName();
    long end = open.isEmpty() ? lastEnd : System.nanoTime();
    return new CallsLine.Moment(List.copyOf(apps), counts, worker, Duration.ofNanos(end - start));
  }

  /** One call. */
  final class Call {
    private final boolean isWholeCell;
    private volatile @Nullable Execution execution;
    private volatile boolean streams;

    private Call(boolean isWholeCell) {
      this.isWholeCell = isWholeCell;
    }

    /** It is given to workers, perhaps not for the first time. */
    void runsAs(Execution next) {
      execution = next;
    }

    /** To be called before what it prints is shown. */
    void prints() {
      if (isShown || isBroken || isWholeCell) {
        return;
      }
      System.out.flush(); // what was printed before stands above
      drawing.lock();
      try {
        if (shown == null) {
          drawNow();
        }
      } finally {
        drawing.unlock();
      }
    }

    /** Its result comes element by element: it goes on when its caller does. */
    void streams() {
      streams = true;
    }

    /** Its caller goes on, with its result. */
    void returns() {
      if (!streams) {
        ends(Phase.DONE);
      }
    }

    /** It has ended; does nothing the second time. */
    void ends(Phase how) {
      boolean isAlone;
      synchronized (CallsView.this) {
        if (!open.remove(this)) {
          return;
        }
        ended.merge(how, 1, Integer::sum);
        changes++;
        Execution known = execution;
        lastWorker = known == null ? "" : known.workerName();
        lastEnd = System.nanoTime();
        execution = null;
        if (!open.isEmpty()) {
          return;
        }
        isAlone = ended.values().stream().mapToInt(Integer::intValue).sum() == 1;
      }
      if (isShown) {
        drawLast(isAlone);
      }
    }
  }

  /**
   * Where another call comes soon, it is drawn later; so it is where this thread is interrupted,
   * which a kernel's sockets do not bear.
   */
  private void drawLast(boolean isAlone) {
    boolean isDue = isAlone || System.nanoTime() - nextDraw >= 0;
    if (isDue && !Thread.currentThread().isInterrupted()) {
      draw();
    } else {
      tickLater(PAUSE);
    }
  }
}
