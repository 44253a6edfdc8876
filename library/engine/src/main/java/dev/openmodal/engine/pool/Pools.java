package dev.openmodal.engine.pool;

import dev.openmodal.WorkerOptions;
import dev.openmodal.engine.environment.JvmSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All pools of this client. */
public final class Pools {
  private final WorkerStarter starter;
  private final Map<PoolKey, Pool> pools = new ConcurrentHashMap<>();
  private volatile @Nullable Last last;

  /** What was asked for last, which most often is asked for again. */
  private record Last(
      String app, WorkerOptions options, Path javaHome, List<String> settings, Pool pool) {}

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

  /** The pool for those options in this JVM's settings. */
  public Pool of(String app, WorkerOptions options, Path javaHome) {
    List<String> settings = JvmSettings.asOptions();
    Last known = last;
    if (known != null
        && known.options().equals(options)
        && known.settings().equals(settings)
        && known.app().equals(app)
        && known.javaHome().equals(javaHome)) {
      return known.pool();
    }
    Pool pool =
        pools.computeIfAbsent(PoolKey.of(app, options, javaHome), key -> new Pool(key, starter));
    last = new Last(app, options, javaHome, settings, pool);
    return pool;
  }
}
