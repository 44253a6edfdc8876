package dev.openmodal.engine.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a map that have ended and that nobody has taken yet, in the order of their ends;
 * what they hold is counted. Thread-safe.
 */
final class EndedInputs {
  private final MapCounts counts;

  @GuardedBy("this")
  private final Map<Long, MapInput> waiting = new LinkedHashMap<>();

  EndedInputs(MapCounts counts) {
    this.counts = counts;
  }

  /** Keeps it for whoever takes it, if anybody will. */
  synchronized void add(MapInput input) {
    counts.hold(input.resultBytes());
    if (counts.isAbandoned()) {
      drop(input);
    } else {
      waiting.put(input.index(), input);
    }
  }

  /** The one that has ended first; null if there is none now. */
  synchronized @Nullable MapInput takeFirst() {
    Iterator<MapInput> first = waiting.values().iterator();
    return first.hasNext() ? take(first.next()) : null;
  }

  /**
   * The first of the inputs from that place on that nobody has taken; null if it has not ended yet,
   * or there is none.
   */
  @Nullable MapInput takeFrom(long place, Map<Long, MapInput> underWay) {
    for (long index = place; index < counts.pulled(); index++) {
      if (underWay.containsKey(index)) {
        return null;
      }
      synchronized (this) { // it has ended: it is here now, or was taken
        MapInput ended = waiting.get(index);
        if (ended != null) {
          return take(ended);
        }
      }
    }
    return null;
  }

  @GuardedBy("this")
  private MapInput take(MapInput input) {
    waiting.remove(input.index());
    letGo(input);
    return input;
  }

  /** Nobody will take any. */
  synchronized void abandon() {
    counts.abandoned();
    waiting.values().forEach(this::drop);
    waiting.clear();
  }

  private void drop(MapInput input) {
    letGo(input);
    input.drop();
  }

  private void letGo(MapInput input) {
    counts.tookOne();
    counts.hold(-input.resultBytes() - input.argumentBytes());
  }
}
