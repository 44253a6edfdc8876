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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a cell of a notebook shows of the calls that it has made: one line, above what they print,
 * or once they take longer than half a second; redrawn at most four times a second. Calls that are
 * over soon and print nothing show nothing.
 */
final class CallsView {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int MOST_APPS = 3;

  private final Notebook.Cell cell;
  private final BiConsumer<Duration, Runnable> later;
  private final Consumer<Throwable> failed;

  @GuardedBy("this")
  private final Map<Phase, Integer> ended = new EnumMap<>(Phase.class);

  @GuardedBy("this")
  private final Set<String> apps = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Set<Call> open = new LinkedHashSet<>();

  @GuardedBy("this")
  private Notebook.@Nullable Shown shown;

  @GuardedBy("this")
  private Map<String, String> last = Map.of();

  @GuardedBy("this")
  private String lastWorker = "";

  @GuardedBy("this")
  private long lastEnd;

  @GuardedBy("this")
  private long nextDraw;

  @GuardedBy("this")
  private boolean isTicking;

  @GuardedBy("this")
  private boolean isBroken;

  private final long start = System.nanoTime();

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

  /** A call begins. */
  Call begin(String app) {
    Call call = new Call();
    synchronized (this) {
      if (apps.size() < MOST_APPS) {
        apps.add(app);
      }
      open.add(call);
      if (!isTicking && !isBroken) {
        isTicking = true;
        later.accept(shown == null ? FIRST : PAUSE, this::tick);
      }
    }
    return call;
  }

  private synchronized void tick() {
    if (shown != null || !open.isEmpty()) {
      draw();
    }
    isTicking = !open.isEmpty() && !isBroken;
    if (isTicking) {
      later.accept(PAUSE, this::tick);
    }
  }

  @GuardedBy("this")
  private void draw() {
    if (isBroken) {
      return;
    }
    try {
      Map<String, String> now = CallsLine.content(moment());
      if (shown == null) {
        shown = cell.show(now);
      } else if (!now.equals(last)) {
        shown.replace(now);
      }
      last = now;
      nextDraw = System.nanoTime() + PAUSE.toNanos();
    } catch (RuntimeException | LinkageError e) { // of a kernel that is other than we know it
      isBroken = true;
      failed.accept(e);
    }
  }

  @GuardedBy("this")
  private CallsLine.Moment moment() {
    Map<Phase, Integer> counts = new EnumMap<>(ended);
    String worker = lastWorker;
    for (Call call : open) {
      String on = call.worker();
      counts.merge(on.isEmpty() ? Phase.WAITING : Phase.RUNNING, 1, Integer::sum);
      worker = on;
    }
    long end = open.isEmpty() ? lastEnd : System.nanoTime();
    return new CallsLine.Moment(List.copyOf(apps), counts, worker, Duration.ofNanos(end - start));
  }

  /** One call. */
  final class Call {
    private volatile @Nullable Execution execution;

    /** It is given to workers, perhaps not for the first time. */
    void runsAs(Execution next) {
      execution = next;
    }

    private String worker() {
      Execution known = execution;
      return known == null ? "" : known.workerName();
    }

    /** To be called before what it prints is shown. */
    void prints() {
      synchronized (CallsView.this) {
        if (shown == null) {
          System.out.flush(); // what was printed before stands above
          draw();
        }
      }
    }

    /** It has ended; does nothing the second time. */
    void ends(Phase how) {
      synchronized (CallsView.this) {
        if (!open.remove(this)) {
          return;
        }
        ended.merge(how, 1, Integer::sum);
        lastWorker = worker();
        lastEnd = System.nanoTime();
        execution = null;
        if (shown != null && open.isEmpty()) {
          drawLast();
        }
      }
    }
  }

  /**
   * Most often it is the last that the cell shows, which is right then before the cell ends. Where
   * another one comes soon, a later one is drawn instead; so it is where this thread is
   * interrupted, which a kernel's sockets do not bear.
   */
  @GuardedBy("this")
  private void drawLast() {
    boolean isAlone = ended.values().stream().mapToInt(Integer::intValue).sum() == 1;
    boolean isDue = isAlone || System.nanoTime() - nextDraw >= 0;
    if (isDue && !Thread.currentThread().isInterrupted()) {
      draw();
    } else if (!isTicking) {
      isTicking = true;
      later.accept(PAUSE, this::tick);
    }
  }
}
