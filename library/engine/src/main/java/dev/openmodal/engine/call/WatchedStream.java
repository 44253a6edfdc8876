package dev.openmodal.engine.call;

import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Inbox;

/**
 * Passes on the events of a call that somebody waits for. Where its result comes element by
 * element, its cell is told of the end when the last has come, and not when the first has.
 */
final class WatchedStream implements Execution.Receiver {
  private final Inbox inbox;
  private final CallsView.Call view;
  private final Completions completions;
  private boolean streams;

  WatchedStream(Inbox inbox, CallsView.Call view, Completions completions) {
    this.inbox = inbox;
    this.view = view;
    this.completions = completions;
  }

  @Override
  public synchronized void take(Execution.Event event) {
    if (event instanceof Execution.Streaming) {
      streams = true;
      view.streams();
    }
    inbox.take(event);
    if (streams && event instanceof Execution.Ended ended) {
      completions.execute(() -> view.ends(CallProgress.phaseOf(ended)));
    }
  }

  @Override
  public boolean isBehind() {
    return inbox.isBehind();
  }
}
