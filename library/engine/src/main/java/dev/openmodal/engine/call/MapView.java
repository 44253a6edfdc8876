package dev.openmodal.engine.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.bridge.Notebook;
import dev.openmodal.engine.cell.LiveCell;
import dev.openmodal.engine.cell.MapCell;
import dev.openmodal.engine.cell.MapStrip;
import dev.openmodal.engine.output.Progress;
import dev.openmodal.engine.output.Screen;
import dev.openmodal.engine.output.ThrownText;
import dev.openmodal.engine.pool.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a map shows in the cell of a notebook that has started it. */
final class MapView {
  /** Failures are read by the user's own code, which can hang. */
  private static final Duration MOST_READING = Duration.ofMillis(500);

  private final MapRun map;
  private final Completions completions;
  private final MapStrip strip = new MapStrip();
  private final LiveCell cell;

  @GuardedBy("this")
  private final List<MapCell.Failure> failures = new ArrayList<>();

  /** How many failures are shown, or will be once they are read. */
  @GuardedBy("this")
  private int wanted;

  private MapCell.@Nullable Moment shown; // these two are the cell's, which asks in turn
  private Map<String, String> content = Map.of();

  MapView(MapRun map, Notebook.Cell place, Completions completions, Screen screen) {
    this.map = map;
    this.completions = completions;
    cell =
        new LiveCell(
            place,
            this::content,
            this::isOver,
            completions::after,
            e ->
                screen.sayOnce(
                    "openmodal: this kernel cannot show how far maps have got ("
                        + e
                        + "); they go on without."));
  }

  void start() {
    cell.start();
  }

  /** The map is over, and whoever waits for it leaves. */
  void finish() {
    synchronized (this) {
      long end = System.nanoTime() + MOST_READING.toNanos();
      long left = MOST_READING.toMillis();
      try {
        while (failures.size() < wanted && left > 0) {
          wait(left);
          left = (end - System.nanoTime()) / 1_000_000;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // without those that are not read yet
      }
    }
    cell.finish();
  }

  void taken(MapInput input) {
    strip.taken(input.index());
  }

  /**
   * The input is over.
   *
   * @param end null if it was never sent, or not run to its end
   * @param why then the reason
   */
  void ended(
      MapInput input, MapStrip.End how, Execution.@Nullable Ended end, @Nullable Throwable why) {
    strip.ended(input.index(), how, input.attempts());
    if (how != MapStrip.End.FAILED) {
      return;
    }
    synchronized (this) {
      if (wanted == MapCell.MOST_FAILURES) {
        return;
      }
      wanted++;
    }
    completions.execute(() -> add(input, end == null ? why : map.failure(input, end)));
  }

  /** Asks user code before it locks: an input that ends must not wait for that. */
  private void add(MapInput input, @Nullable Throwable thrown) {
    add(new MapCell.Failure(input.index(), ThrownText.of(thrown), ThrownText.trace(thrown)));
  }

  private synchronized void add(MapCell.Failure failure) {
    failures.add(failure);
    failures.sort(Comparator.comparingLong(MapCell.Failure::input));
    notifyAll();
  }

  private synchronized boolean isOver() {
    return map.isOver() && failures.size() == wanted;
  }

  /** The same as before where only time has passed, so that nothing is redrawn for it. */
  private Map<String, String> content() {
    MapCell.Moment now = now();
    if (shown == null || !now.isLike(shown)) {
      shown = now;
      content = MapCell.content(now);
    }
    return content;
  }

  private MapCell.Moment now() {
    boolean isOver = map.isOver();
    long[] running = isOver ? new long[0] : map.running();
    Progress.State counts = map.counts(running);
    synchronized (this) {
      return new MapCell.Moment(
          map.title(),
          counts,
          isOver,
          strip,
          running,
          isOver ? 0 : map.starting(counts),
          List.copyOf(failures));
    }
  }
}
