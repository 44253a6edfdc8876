package dev.openmodal.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls that one worker was given and that have not ended, in that order. Thread-safe. */
final class InFlight {
  @GuardedBy("this")
  private final Map<Long, Execution> calls = new LinkedHashMap<>();

  @GuardedBy("this")
  private long bytes;

  @GuardedBy("this")
  private boolean closed;

  /** Takes it, unless the worker takes none any more. */
  synchronized boolean add(Execution execution) {
    if (closed) {
      return false;
    }
    calls.put(execution.id(), execution);
    bytes += execution.arguments().encoded().size();
    return true;
  }

  /** False if it is not here, or no longer. */
  synchronized boolean remove(Execution execution) {
    if (calls.remove(execution.id()) == null) {
      return false;
    }
    bytes -= execution.arguments().encoded().size();
    return true;
  }

  synchronized boolean has(Execution execution) {
    return calls.containsKey(execution.id());
  }

  synchronized @Nullable Execution get(long id) {
    return calls.get(id);
  }

  synchronized int size() {
    return calls.size();
  }

  /** How large the arguments of all calls are. */
  synchronized long bytes() {
    return bytes;
  }

  synchronized List<Execution> all() {
    return new ArrayList<>(calls.values());
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** From now on none is taken; those that are here stay. */
  synchronized void close() {
    closed = true;
  }

  /** The same, if there is none. */
  synchronized boolean closeIfEmpty() {
    closed |= calls.isEmpty();
    return calls.isEmpty();
  }

  /** From now on none is taken, and those that are here go. */
  synchronized List<Execution> closeAndTakeAll() {
    closed = true;
    List<Execution> all = all();
    calls.clear();
    bytes = 0;
    return all;
  }
}
