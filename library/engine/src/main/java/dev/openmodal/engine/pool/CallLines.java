package dev.openmodal.engine.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a pool in which somebody waits, each in its turn. Only used under the pool's lock.
 */
final class CallLines {
  private final Deque<CallLine> inTurn = new ArrayDeque<>();
  private int waiting;

  void add(CallLine line, Execution execution) {
    if (line.size() == 0) {
      inTurn.addLast(line);
    }
    line.add(execution);
    waiting++;
  }

  void giveBack(CallLine line, Execution execution) {
    if (line.size() == 0) {
      inTurn.addFirst(line);
    }
    line.giveBack(execution);
    waiting++;
  }

  /** Who comes next, and stays. */
  @Nullable Execution first() {
    CallLine line = inTurn.peekFirst();
    return line == null ? null : line.first();
  }

  /** Takes who comes next; then it is the next line's turn. */
  Execution take() {
    CallLine line = inTurn.removeFirst();
    Execution next = line.take();
    waiting--;
    if (line.size() > 0) {
      inTurn.addLast(line);
    }
    return next;
  }

  boolean remove(Execution execution) {
    CallLine line = execution.line();
    if (line == null || !line.remove(execution)) {
      return false;
    }
    waiting--;
    if (line.size() == 0) {
      inTurn.remove(line);
    }
    return true;
  }

  /** Takes all of one line. */
  List<Execution> takeAll(CallLine line) {
    List<Execution> all = line.takeAll();
    waiting -= all.size();
    inTurn.remove(line);
    return all;
  }

  /** Takes all of all lines. */
  List<Execution> takeAll() {
    List<Execution> all = new ArrayList<>();
    inTurn.forEach(line -> all.addAll(line.takeAll()));
    inTurn.clear();
    waiting = 0;
    return all;
  }

  int waiting() {
    return waiting;
  }
}
