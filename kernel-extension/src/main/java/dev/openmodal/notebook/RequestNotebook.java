package dev.openmodal.notebook;

import dev.openmodal.bridge.Notebook;
import dev.openmodal.notebook.cell.LocalSnippets;
import dev.openmodal.notebook.cell.SnippetFrames;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import jdk.jshell.JShell;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a kernel that publishes what belongs to a cell under the header of the request that
 * runs it, and holds that request while it runs.
 *
 * @param <R> what stands for a request
 */
public abstract class RequestNotebook<R> implements Notebook {
  private final JShell shell;

  /**
   * @param shell the kernel's, which runs snippets in this JVM
   */
  protected RequestNotebook(JShell shell) {
    this.shell = shell;
  }

  /** The request that runs now; null before the first and between two. */
  protected abstract @Nullable R running();

  /** Shows something new. */
  protected abstract void show(R request, String id, Map<String, String> content);

  /** Shows something in the place of what was shown with that id. */
  protected abstract void update(R request, String id, Map<String, String> content);

  /** Shows text as if the code of the request had printed it. */
  protected abstract void print(R request, boolean error, String text);

  @Override
  public final Cell cell() {
    return new RequestCell<>(this, running());
  }

  @Override
  public final @Nullable Object value(String expression) {
    return new LocalSnippets(shell).value(expression);
  }

  @Override
  public final void afterSnippets(Runnable action) {
    var unused = shell.onSnippetEvent(event -> action.run());
  }

  /** Runs this once, with the request that runs now or with the first that does. */
  protected final void withFirstRequest(Consumer<R> action) {
    AtomicBoolean isDone = new AtomicBoolean();
    Runnable tries =
        () -> {
          R request = running();
          if (request != null && !isDone.getAndSet(true)) {
            action.accept(request);
          }
        };
    tries.run();
    if (!isDone.get()) {
      afterSnippets(tries);
    }
  }

  @Override
  public final StackTraceElement[] named(StackTraceElement[] frames) {
    return SnippetFrames.named(shell, frames);
  }

  /** One cell, which is that of its request. */
  private record RequestCell<R>(RequestNotebook<R> notebook, @Nullable R own) implements Cell {
    @Override
    public Shown show(Map<String, String> content) {
      String id = UUID.randomUUID().toString();
      if (own != null) { // else nothing has run yet, and there is nowhere to show it
        notebook.show(own, id, content);
      }
      return next -> notebook.replace(own, id, next);
    }

    @Override
    public void print(boolean error, String text) {
      if (own == null) {
        (error ? System.err : System.out).print(text);
      } else {
        notebook.print(own, error, text);
      }
    }
  }

  /**
   * Under the header of the cell that runs now, where one does: some front ends take no update for
   * a cell that has ended.
   */
  private void replace(@Nullable R own, String id, Map<String, String> content) {
    if (own != null) {
      R now = running();
      update(now == null ? own : now, id, content);
    }
  }
}
