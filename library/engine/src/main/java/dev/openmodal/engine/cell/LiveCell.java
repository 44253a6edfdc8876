package dev.openmodal.engine.cell;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.bridge.Notebook;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something in a cell that is redrawn while it goes on, at most four times a second, and once more
 * at its end. What is over soon is not shown at all.
 */
public final class LiveCell {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Notebook.Cell cell;
  private final Supplier<Map<String, String>> content;
  private final BooleanSupplier isOver;
  private final BiConsumer<Duration, Runnable> later;
  private final Consumer<Throwable> failed;

  @GuardedBy("this")
  private Notebook.@Nullable Shown shown;

  @GuardedBy("this")
  private Map<String, String> last = Map.of();

  @GuardedBy("this")
  private boolean isFinished;

  /**
   * @param content by MIME type
   * @param isOver whether the content will not change any more
   * @param later runs something after that time, on a thread that may wait
   * @param failed is told why it cannot be shown; it is not tried again
   */
  public LiveCell(
      Notebook.Cell cell,
      Supplier<Map<String, String>> content,
      BooleanSupplier isOver,
      BiConsumer<Duration, Runnable> later,
      Consumer<Throwable> failed) {
    this.cell = cell;
    this.content = content;
    this.isOver = isOver;
    this.later = later;
    this.failed = failed;
  }

  /** To be called once. */
  public void start() {
    later.accept(FIRST, this::tick);
  }

  /**
   * To be called at the end by whoever waits for it in its cell, so that the cell does not end
   * before what it shows is right.
   */
  public synchronized void finish() {
    if (!isFinished) {
      isFinished = true;
      if (shown != null) {
        draw();
      }
    }
  }

  private void tick() {
    synchronized (this) {
      if (isFinished) {
        return;
      }
      if (isOver.getAsBoolean()) {
        finish();
        return;
      }
      draw();
      if (isFinished) {
        return;
      }
    }
    later.accept(PAUSE, this::tick);
  }

  @GuardedBy("this")
  private void draw() {
    try {
      Map<String, String> now = content.get();
      if (shown == null) {
        shown = cell.show(now);
      } else if (!now.equals(last)) {
        shown.replace(now);
      }
      last = now;
    } catch (RuntimeException | LinkageError e) { // of a kernel that is other than we know it
      isFinished = true;
      failed.accept(e);
    }
  }
}
