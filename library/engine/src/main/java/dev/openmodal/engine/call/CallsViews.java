package dev.openmodal.engine.call;

import dev.openmodal.bridge.Notebook;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.engine.output.Screen;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What cells show of their calls: that of the cell that runs now, where there are cells. */
final class CallsViews {
  private final Completions completions;
  private final Screen screen;
  private @Nullable CallsView last;

  /**
   * @param screen is told where a kernel cannot show it
   */
  CallsViews(Completions completions, Screen screen) {
    this.completions = completions;
    this.screen = screen;
  }

  /**
   * A call of the cell that runs now begins.
   *
   * @param isWholeCell whether it is all that the cell does
   */
  Optional<CallsView.Call> begin(String app, boolean isWholeCell) {
    return Notebooks.current().map(notebook -> of(notebook).begin(app, isWholeCell));
  }

  private synchronized CallsView of(Notebook notebook) {
    if (last == null) {
      notebook.afterSnippets(this::snippetEnded);
    }
    Notebook.Cell cell = notebook.cell();
    if (last == null || !last.isOf(cell)) {
      last = new CallsView(cell, completions::after, this::say);
    }
    return last;
  }

  private void snippetEnded() {
    CallsView now;
    synchronized (this) {
      now = last;
    }
    if (now != null) {
      now.snippetEnded();
    }
  }

  private void say(Throwable e) {
    screen.sayOnce("openmodal: this kernel cannot show how calls stand (" + e + ").");
  }
}
