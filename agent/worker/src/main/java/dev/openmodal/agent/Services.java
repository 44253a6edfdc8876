package dev.openmodal.agent;

import dev.openmodal.wire.snapshot.LiveService;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The objects that live here longer than a call. */
final class Services {
  private static final long MOST_CLOSING_MILLIS = 3000;

  private final SnapshotStore snapshots;
  private final RealOutput real;
  private final Map<String, LiveService> live = new HashMap<>();

  /**
   * @param real takes what fails when nobody waits for a call any more
   */
  Services(SnapshotStore snapshots, RealOutput real) {
    this.snapshots = snapshots;
    this.real = real;
  }

  /**
   * The service of that snapshot.
   *
   * @throws IOException if the snapshot, or a jar of its class path, is not here
   */
  synchronized LiveService of(String id) throws IOException {
    LiveService known = live.get(id);
    if (known == null) {
      StoredSnapshot snapshot = snapshots.use(id); // as long as this worker lives
      if (snapshot == null) {
        throw new FileNotFoundException("the worker has no snapshot " + id);
      }
      known = new LiveService(snapshot, snapshot.environment());
      live.put(id, known);
    }
    return known;
  }

  private synchronized List<LiveService> all() {
    return new ArrayList<>(live.values());
  }

  /** Closes all of them, aside and not waiting for ever. */
  void close() {
    List<LiveService> all = all();
    if (all.isEmpty()) {
      return;
    }
    Thread closing = Daemons.named("openmodal-close").newThread(() -> all.forEach(this::close));
    closing.start();
    try {
      TimeUnit.MILLISECONDS.timedJoin(closing, MOST_CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(LiveService service) {
    try {
      service.close();
    } catch (Throwable e) {
      e.printStackTrace(real.errorStream());
    }
  }
}
