package dev.openmodal.engine.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All pools of this client. */
public final class Pools {
  private final WorkerStarter starter;
  private final Map<PoolKey, Pool> pools = new ConcurrentHashMap<>();

  /**
   * @param starter starts their workers
   */
  public Pools(WorkerStarter starter) {
    this.starter = starter;
  }

  /** Makes what the first worker needs. */
  public void prepare() {
    starter.prepare();
  }

  /** The pool of that kind. */
  public Pool of(PoolKey key) {
    return pools.computeIfAbsent(key, k -> new Pool(k, starter));
  }
}
