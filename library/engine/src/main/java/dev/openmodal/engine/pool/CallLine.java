package dev.openmodal.engine.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for a worker, in their order: those of one map, or all single ones. Only used
 * under the lock of its pool, which takes from its lines in turn.
 */
public final class CallLine {
  private final Deque<Execution> waiting = new ArrayDeque<>();

  CallLine() {}

  void add(Execution execution) {
    execution.standIn(this);
    waiting.addLast(execution);
  }

  /** It was on a worker, and did not run: it goes first. */
  void giveBack(Execution execution) {
    waiting.addFirst(execution);
  }

  @Nullable Execution first() {
    return waiting.peekFirst();
  }

  Execution take() {
    return waiting.removeFirst();
  }

  boolean remove(Execution execution) {
    return waiting.removeLastOccurrence(execution);
  }

  List<Execution> takeAll() {
    List<Execution> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }

  int size() {
    return waiting.size();
  }
}
