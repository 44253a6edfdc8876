package dev.openmodal.agent;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The snapshots used last, within bounds of number and size; the client sends others again. */
final class SnapshotStore {
  private static final int MAX_SNAPSHOTS = 32;
  private static final long MAX_BYTES = 64L << 20;

  // In the order of their last use.
  private final Map<String, StoredSnapshot> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  synchronized void keep(StoredSnapshot snapshot) {
    if (kept.get(snapshot.id()) != null) {
      snapshot.evict();
      return;
    }
    kept.put(snapshot.id(), snapshot);
    bytes += snapshot.size();
    Iterator<StoredSnapshot> oldest = kept.values().iterator();
    while (kept.size() > 1 && (kept.size() > MAX_SNAPSHOTS || bytes > MAX_BYTES)) {
      StoredSnapshot evicted = oldest.next();
      oldest.remove();
      bytes -= evicted.size();
      evicted.evict();
    }
  }

  /** The snapshot for one call, which releases it; null if it is not kept. */
  synchronized @Nullable StoredSnapshot use(String id) {
    StoredSnapshot snapshot = kept.get(id);
    if (snapshot != null) {
      snapshot.use();
    }
    return snapshot;
  }
}
